import { describe, expect, it } from 'vitest'
import { spawnPty } from '../../runner/terminal/node-pty.ts'
import { block } from '../lab/lesson.ts'
import { folder, LABWRIGHT, lab } from './labwright.ts'

/** Runs `labwright` on a terminal, and types what is to be answered once it is asked. Returns all that is shown. */
const onTerminal = async (
  args: string[],
  { env = {}, answer }: { env?: Record<string, string>; answer?: { to: string; keys: string } } = {},
): Promise<string> => {
  const cwd = folder({ 'labs/harmless/index.md': lab(block('console', 'host$ echo ran', 'ran')) })
  const script = `"${process.execPath}" "${LABWRIGHT}" ${args.join(' ')}; echo "status $?"`
  const { PATH, HOME = '/root' } = process.env
  const pty = spawnPty('bash', ['-c', script], {
    cwd,
    env: { PATH, HOME, TERM: 'xterm-256color', ...env },
    columns: 100,
    rows: 30,
  })
  let shown = ''
  pty.onData((data) => {
    if (answer && !shown.includes(answer.to) && (shown + data).includes(answer.to)) pty.write(answer.keys)
    shown += data
  })
  await new Promise<void>((resolve) => pty.onExit(resolve))
  return shown
}

const HOST = ['test', '--machine', 'host']

describe('on a terminal', () => {
  it('there is colour and progress', async () => {
    const shown = await onTerminal([...HOST, '--yes'])
    expect(shown).toContain('\x1b[32m✓')
    expect(shown).toContain('\r\x1b[Kharmless: ')
    expect(shown).toMatch(/status 0\s*$/)
  })

  it('there is no colour where NO_COLOR says so', async () => {
    const shown = await onTerminal(['list'], { env: { NO_COLOR: '1' } })
    expect(shown).toContain('harmless')
    expect(shown).not.toMatch(/\x1b\[\d*m/)
  })

  it('someone is asked before a lab runs on the host, and no is the answer', async () => {
    const refused = await onTerminal(HOST, { answer: { to: '[y/N]', keys: '\r' } })
    expect(refused).toContain('harmless: the commands of this lab will be run on this computer itself')
    expect(refused).toMatch(/Nothing was run\.\s+status 2\s*$/)
  })

  it('a lab runs on the host when the answer is yes', async () => {
    const agreed = await onTerminal(HOST, { answer: { to: '[y/N]', keys: 'y\r' } })
    expect(agreed).toContain('1 of 1 lab holds')
    expect(agreed).toMatch(/status 0\s*$/)
  })
})
