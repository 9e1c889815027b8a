import { describe, expect, it } from 'vitest'
import { Pane } from '../../runner/attend/pane.ts'
import { openTestShell } from '../terminal/open-test-shell.ts'

async function openPane() {
  const terminal = await openTestShell({ attended: true })
  const pane = new Pane(terminal)
  terminal.onData((data) => pane.take(data))
  return { pane, terminal, [Symbol.asyncDispose]: () => terminal[Symbol.asyncDispose]() }
}

/** What stands on the pane's last line, without escape sequences. */
const lineOf = (pane: Pane): string =>
  pane.line.replace(/\x1b\][^\x07]*\x07|\x1b\[[?\d;]*[a-zA-Z]/g, '').trim()

describe('Pane', () => {
  it('knows whether something is typed at the prompt', async () => {
    await using opened = await openPane()
    const { pane } = opened
    expect(pane.isEmpty).toBe(true)
    pane.write('ls')
    expect(pane.isEmpty).toBe(false)
    await expect.poll(() => lineOf(pane)).toBe('host$ ls')
    expect(pane.isEmpty).toBe(false)
    pane.write('\x15')
    await expect.poll(() => pane.isEmpty).toBe(true)
  })

  it('tells the command that runs, and what it has printed so far', async () => {
    await using opened = await openPane()
    const { pane } = opened
    pane.type('echo one; sleep 30')
    await expect.poll(() => pane.running).toEqual({ command: 'echo one; sleep 30', output: 'one\n' })
    expect(pane.atPrompt).toBe(false)
    pane.write('\x03')
    await expect.poll(() => pane.atPrompt).toBe(true)
    expect(pane.running).toBeUndefined()
  })

  it('counts the shells inside each other, and knows in which one a command was typed', async () => {
    await using opened = await openPane()
    const { pane } = opened
    await pane.run('sh', { enters: true })
    expect(pane.depth).toBe(1)
    expect(pane.typedDepth).toBe(0)
    await pane.run('exit', {})
    expect(pane.depth).toBe(0)
    expect(pane.typedDepth).toBe(1)
  })

  it('tells the command that runs in a shell without marks of its own for it', async () => {
    await using opened = await openPane()
    const { pane } = opened
    await pane.run('dash', { enters: true })
    pane.write('echo two; sleep 30\r')
    await expect.poll(() => pane.running).toEqual({ command: 'echo two; sleep 30', output: 'two\n' })
  })

  it('forgets what stood on the screen before it was cleared, and queries that must not be asked twice', () => {
    const pane = new Pane({ name: 'host' } as Pane['terminal'])
    pane.take('old\x1b[H\x1b[2Jhost$ \x1b[6n')
    expect(pane.line).toBe('host$ ')
    pane.take('\x1b[?1049h')
    expect(pane.alternate).toBe(true)
    pane.take('\x1b[?1049l')
    expect(pane.alternate).toBe(false)
  })
})
