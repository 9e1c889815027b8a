import { spawnSync } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { plain } from '../../runner/terminal/plain.ts'
import type { CommandOutput, Terminal } from '../../runner/terminal/terminal.ts'
import { leftovers, openTestShell } from './open-test-shell.ts'

let shell: Terminal
let shown: string
let ended: CommandOutput[]
let wake: () => void

beforeEach(async () => {
  shell = await openTestShell({ attended: true, columns: 40 })
  shown = ''
  ended = []
  wake = () => {}
  shell.onData((data) => {
    shown += data
    wake()
  })
  shell.onCommand((command) => {
    ended.push(command)
    wake()
  })
})
afterEach(() => shell[Symbol.asyncDispose]())
afterAll(async () => expect(await leftovers()).toEqual([]))

/** Waits until something holds of what was shown. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await new Promise<void>((resolve) => {
      wake = resolve
    })
  }
}

/** Types as a person does, and waits for the command that ends then. */
async function type(...keys: string[]): Promise<CommandOutput> {
  const before = ended.length
  for (const key of keys) {
    shell.write(key)
    await delay(30)
  }
  await until(() => ended.length > before)
  return ended[before]!
}

/** Runs a command again and again while the size of the terminal changes, as on a phone whose keyboard comes. */
async function expectRounds(command: (round: number) => string): Promise<void> {
  for (let round = 0; round < 40; round++) {
    const running = shell.run(command(round))
    shell.resize(40 + (round % 2), 24)
    await delay(round % 3)
    shell.resize(60 + (round % 2), 24)
    expect(await running).toMatchObject({ output: `round ${round}\n` })
  }
}

describe('a shell that a person types in', () => {
  it('shows its prompt to those who come later', () => {
    expect(plain(shown)).toBe('host$ ')
  })

  it('takes a command of several lines that are wider than the terminal for one', async () => {
    const wide = '0123456789'.repeat(5)
    const loop = `for n in 1 2; do\n  echo $n ${wide}\ndone`
    expect(await shell.run(loop)).toMatchObject({ output: `1 ${wide}\n2 ${wide}\n`, exit: 0 })
    expect(await shell.run('echo next')).toMatchObject({ output: 'next\n' })
  })

  it.each([
    ['one line', (round: number) => `echo round ${round}`],
    ['several lines', (round: number) => `for n in ${round}; do\n  echo round $n\ndone`],
  ])('takes no prompt that is drawn anew for the end of a command: %s', async (_, command) => {
    await expectRounds(command)
    // A shell inside has prompts of its own.
    expect(await shell.run('bash --norc', { enters: true })).toMatchObject({ ended: 'entered' })
    await expectRounds(command)
  })

  it('tells what was typed', async () => {
    expect(await type('echo hello\r')).toMatchObject({ command: 'echo hello', output: 'hello\n', exit: 0 })
    expect(await type('false\r')).toMatchObject({ command: 'false', exit: 1 })
    expect(plain(shown)).toContain('host$ echo hello\nhello\nhost$ false\nhost$ ')
  })

  it('tells what was typed as it stood when Enter was pressed', async () => {
    expect(await type('echo wrng', '\x7f\x7f\x7f', 'rong', '\r')).toMatchObject({ command: 'echo wrong' })
    expect(await type('\x1b[A', '\r')).toMatchObject({ command: 'echo wrong' })
    expect(await type('cho middle', '\x01', 'e', '\r')).toMatchObject({ command: 'echo middle' })
    expect(await type('echo a', '\x0c', 'b\r')).toMatchObject({ command: 'echo ab' })
    expect(await type('echo 漢字 é\r')).toMatchObject({ command: 'echo 漢字 é' })
  })

  it('tells long lines and continued ones', async () => {
    const long = `echo ${'abcdefghi '.repeat(20).trim()}`
    expect(await type(`${long}\r`)).toMatchObject({ command: long })
    const full = `echo ${'x'.repeat(40 - 'host$ echo '.length)}`
    expect(await type(`${full}\r`)).toMatchObject({ command: full })
    expect(await type('for i in 1 2\r', 'do echo $i\r', 'done\r')).toMatchObject({
      command: 'for i in 1 2\ndo echo $i\ndone',
      output: '1\n2\n',
    })
  })

  it('tells nothing of empty lines', async () => {
    shell.write('\r\r')
    expect(await type('echo a\r')).toMatchObject({ command: 'echo a' })
    expect(ended).toHaveLength(1)
  })

  it('follows its size', async () => {
    shell.resize(20, 10)
    expect(await type('echo abcdefghijklmnopqrstuvwxyz\r')).toMatchObject({
      command: 'echo abcdefghijklmnopqrstuvwxyz',
    })
  })

  it('shows what the runner types, in place of what was begun', async () => {
    shell.write('echo beg')
    await until(() => plain(shown).includes('echo beg'))
    const command = 'echo a\tb\necho c'
    expect(await shell.run(command)).toMatchObject({ command, output: 'a b\nc\n', ended: 'exit' })
    await until(() => ended.length > 0)
    expect(ended).toMatchObject([{ command, output: 'a b\nc\n' }])
    expect(plain(shown)).toContain('echo c\n')
  })

  it('drops the lines that a person has begun with when the runner types', async () => {
    shell.write('for i in 1 2\rdo\r')
    await until(() => plain(shown).includes('> do'))
    await delay(50)
    expect(await shell.run('echo a')).toMatchObject({ output: 'a\n', exit: 0 })
    expect(await type('echo b\r')).toMatchObject({ command: 'echo b', output: 'b\n' })
  })

  it('keeps a command of the runner waiting while another runs', async () => {
    shell.write('sleep 0.3; echo first\r')
    await delay(100)
    expect(await shell.run('echo second')).toMatchObject({ output: 'second\n' })
    await until(() => ended.length === 2)
    expect(ended.map(({ output }) => output)).toEqual(['first\n', 'second\n'])
  })

  it('tells commands that are typed ahead apart, also where all that they print is read at once', async () => {
    shell.pause()
    shell.write('echo one\r')
    shell.write('false\r')
    shell.write('echo two\r')
    await delay(300)
    shell.resume()
    await until(() => ended.length === 3)
    expect(ended).toMatchObject([
      { command: 'echo one', output: 'one\n', exit: 0 },
      { command: 'false', output: '', exit: 1 },
      { command: 'echo two', output: 'two\n', exit: 0 },
    ])
  })

  it('goes on after the shell was left', async () => {
    expect(await type('exit 3\r')).toMatchObject({ command: 'exit 3', exit: 3 })
    expect(await type('echo a\r')).toMatchObject({ output: 'a\n' })
  })

  it('times out a command of the runner', async () => {
    expect(await shell.run('sleep 300', { timeout: 100 })).toMatchObject({ ended: 'timeout' })
    expect(await type('echo a\r')).toMatchObject({ output: 'a\n' })
  })

  const nested = ['sh', 'bash --norc', ...(spawnSync('busybox').status === 0 ? ['busybox sh'] : [])]
  it.each(nested)(
    'follows a person into %s and out again',
    async (enter) => {
      expect(await type(`${enter}\r`)).toMatchObject({ command: enter, ended: 'entered', exit: undefined })
      expect(await type(...'echo in\r')).toMatchObject({ command: 'echo in', output: 'in\n', exit: 0 })
      expect(await type('false\r')).toMatchObject({ command: 'false', output: '', exit: 1 })
      expect(await shell.run('echo "by the runner: $?"')).toMatchObject({ output: 'by the runner: 1\n' })
      const long = `echo ${'abcdefghi '.repeat(8).trim()}`
      expect(await type(`${long}\r`)).toMatchObject({ command: long, output: `${long.slice(5)}\n` })
      expect(await type('exit 5\r')).toMatchObject({ command: 'exit 5', exit: 5 })
      expect(await type('echo out\r')).toMatchObject({ output: 'out\n' })
      expect(plain(shown)).not.toMatch(/lw_|aid=|namespace/)
    },
    15_000,
  )

  it('leaves nothing of its own in the history of a nested bash', async () => {
    await type('bash --norc\r')
    await type('echo in\r')
    expect((await type('history\r')).output).toMatch(/^ +1 {2}echo in\n +2 {2}history\n$/)
    expect(await type('\x1b[A', '\x1b[A', '\r')).toMatchObject({ command: 'echo in' })
  })
})
