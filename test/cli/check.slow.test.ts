import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ScratchMachine } from '../../runner/machine/scratch/scratch.ts'
import { spawnPty } from '../../runner/terminal/node-pty.ts'
import { block } from '../lab/lesson.ts'
import { scratch } from '../play/play-lesson.ts'
import { folder, LABWRIGHT, lab, labwright } from './labwright.ts'

const LESSON = lab(
  [
    block('check one is there weight=3', 'host$ test -e /root/one'),
    block('check the port is written down', 'host$ cat /root/port', '{port}'),
  ].join('\n\n'),
).replace('minutes: 5', 'minutes: 5\nvary: {port: 8000..8999}')

let machine: ScratchMachine
beforeAll(async () => {
  machine = await scratch({ lab: 'graded' })
})
afterAll(() => machine[Symbol.asyncDispose]())

const graded = (): string => folder({ 'labs/graded/index.md': LESSON })
const check = (...args: string[]) => labwright(['check', 'graded', ...args], { cwd: graded() })
const begin = (...args: string[]): string[] => [
  LABWRIGHT,
  'check',
  'graded',
  '--machine',
  `scratch:${machine.id}`,
  '--seed',
  'Ada',
  '--watch',
  '--interval',
  '200ms',
  ...args,
]
const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20))
}

/** Writes down the port that Ada was given. */
const writePort = async (): Promise<void> => {
  const { values } = JSON.parse((await check('--json', '--seed', 'Ada')).stdout)
  await machine.exec(`echo ${values.port} > /root/port`)
}

describe('a grade', () => {
  it('is the score of the checks that hold, with the values of the seed', async () => {
    await machine.exec('rm -f /root/one /root/port')
    const before = JSON.parse((await check('--json', '--seed', 'Ada')).stdout)
    expect(before).toMatchObject({ ok: false, score: 0, points: 0, of: 4, seed: 'Ada' })
    await writePort()
    const said = await check('--json', '--seed', 'Ada')
    expect(JSON.parse(said.stdout)).toMatchObject({
      score: 0.25,
      steps: [
        {
          points: 1,
          of: 4,
          checks: [
            { weight: 3, points: 0 },
            { weight: 1, points: 1 },
          ],
        },
      ],
    })
    expect(said).toMatchObject({ exit: 1, stderr: '' })
    expect(JSON.parse((await check('--json', '--seed', 'Bob')).stdout)).toMatchObject({ score: 0 })
  })

  it("without a seed says that the values are nobody's", async () => {
    const { stderr } = await check('--json')
    expect(stderr).toBe("lab graded gives each learner their own {port}: name this one's seed with --seed\n")
  })

  it.each([
    [['--json', '--watch'], 'take one out'],
    [['--interval', '5s'], 'add --watch'],
    [['--watch', '--interval', '5'], '300ms, 20s or 2m'],
  ])('refuses %j', async (args, wrong) => {
    const { exit, stderr } = await check(...args)
    expect(stderr).toContain(wrong)
    expect(exit).toBe(2)
  })
})

describe('a wall display', () => {
  it('on a terminal draws in place, and leaves the window as it was on Ctrl-C', async () => {
    await writePort()
    await machine.exec('rm -f /root/one')
    const script = `trap : INT; "${process.execPath}" ${begin().join(' ')}; echo "status $?"`
    const pty = spawnPty('bash', ['-c', script], { cwd: graded(), columns: 60, rows: 12 })
    let shown = ''
    pty.onData((data) => {
      shown += data
    })
    const ended = new Promise<void>((resolve) => pty.onExit(resolve))
    await until(() => shown.includes('✗ one is there'))
    await machine.exec('touch /root/one')
    await until(() => shown.includes('✓ one is there'))
    expect(shown).not.toContain('\n✗ One\n✗ One')
    const began = performance.now()
    pty.write('\x03')
    await ended
    expect(performance.now() - began).toBeLessThan(2000)
    const [before = '', after = ''] = shown.split('\x1b[?25h\x1b[?1049l')
    expect(before.startsWith('\x1b[?1049h\x1b[?25l')).toBe(true)
    // A picture begins at the top, and never scrolls.
    const pictures = before.split('\x1b[H').slice(2)
    expect(pictures.length).toBeGreaterThanOrEqual(2)
    for (const picture of pictures) expect(picture.split('\n').length).toBeLessThanOrEqual(12)
    expect(after).toMatch(/✓.* one is there.*\(3 points\)/)
    expect(after).toMatch(/status 130\s*$/)
    // The machine was not this command's to end.
    expect((await machine.exec('echo alive')).stdout).toBe('alive\n')
  })

  it('elsewhere writes plain lines of what changed', async () => {
    await writePort()
    await machine.exec('rm -f /root/one')
    const run = execa(process.execPath, begin(), { cwd: graded(), reject: false })
    let shown = ''
    run.stdout.on('data', (data) => {
      shown += data
    })
    await until(() => shown.includes('checks hold'))
    await new Promise((resolve) => setTimeout(resolve, 1000))
    await machine.exec('touch /root/one')
    await until(() => shown.includes('✓ One: one is there'))
    await until(() => shown.split('checks hold').length === 3)
    run.kill('SIGTERM')
    expect((await run).signal).toBe('SIGTERM')
    expect(shown).not.toMatch(/[\x1b\r]/)
    // Nothing was said while nothing changed.
    const lines = shown.trimEnd().split('\n')
    expect(lines.map((line) => line.replace(/^\d\d:\d\d:\d\d /, ''))).toEqual([
      '✗ One: one is there',
      '✓ One: the port is written down',
      'graded: 1 of 2 checks hold, 1 of 4 points',
      '✓ One: one is there',
      'graded: 2 of 2 checks hold, 4 of 4 points',
    ])
  })

  it('ends within 2 s, in the middle of a check, too', async () => {
    const hangs = lab(block('check it hangs', 'host$ touch /root/hangs; sleep 61'))
    const run = execa(process.execPath, begin(), {
      cwd: folder({ 'labs/graded/index.md': hangs }),
      reject: false,
    })
    while ((await machine.exec('test -e /root/hangs')).exit !== 0);
    const began = performance.now()
    run.kill('SIGTERM')
    expect((await run).signal).toBe('SIGTERM')
    expect(performance.now() - began).toBeLessThan(2000)
  })

  it('ends when its machine does, and says so', async () => {
    const lost = await scratch({ lab: 'graded' })
    const args = begin().map((arg) => (arg === `scratch:${machine.id}` ? `scratch:${lost.id}` : arg))
    const run = execa(process.execPath, args, { cwd: graded(), reject: false })
    await new Promise<void>((resolve) => run.stdout.once('data', () => resolve()))
    await lost[Symbol.asyncDispose]()
    const { exitCode, stderr } = await run
    expect(stderr).toContain('mend: ')
    expect(exitCode).toBe(3)
  })
})
