import { spawnSync } from 'node:child_process'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Terminal } from '../../runner/terminal/terminal.ts'
import { leftovers, openTestShell } from './open-test-shell.ts'

let shell: Terminal
beforeEach(async () => {
  shell = await openTestShell()
})
afterEach(() => shell[Symbol.asyncDispose]())
afterAll(async () => expect(await leftovers()).toEqual([]))

const output = async (command: string): Promise<string> => (await shell.run(command)).output
const hasBusybox = spawnSync('busybox').status === 0

const SHELLS = [
  'bash',
  'bash --norc',
  'sh',
  'dash',
  ...(hasBusybox ? ['busybox sh'] : []),
  'su nobody -s /bin/sh',
  'su nobody -s /bin/bash',
  'unshare --pid --fork --mount-proc bash',
  'unshare --pid --fork bash --norc',
  // A terminal of its own, as containers have.
  'script -qec sh /dev/null',
  'script -qec "bash --norc" /dev/null',
  ...(hasBusybox ? ['script -qec "busybox sh" /dev/null'] : []),
  'env -i sh',
  'env -i bash',
  'exec sh',
]

describe.each(SHELLS)('%s', (enter) => {
  it('is entered, used and left', async () => {
    expect(await shell.run(`echo before; ${enter}`, { enters: true })).toMatchObject({
      output: expect.stringMatching(/^before\n/),
      exit: undefined,
      ended: 'entered',
    })
    expect(await shell.run('echo hello')).toMatchObject({ output: 'hello\n', exit: 0, ended: 'exit' })
    expect(await shell.run('(exit 3)')).toMatchObject({ output: '', exit: 3 })
    expect(await output('echo $?')).toBe('3\n')
    expect(await output('printf x')).toBe('x')
    expect(await output("printf '%s' '\ta\tb !x héé'")).toBe('\ta\tb !x héé')
    expect(await output('for i in 1 2\ndo\n  echo $i\ndone')).toBe('1\n2\n')
    expect(await output('cat <<END\n$((1 + 1)) "\\$" `echo c`\nEND')).toBe('2 "$" c\n')
    expect(await output(`echo ${'é'.repeat(6000)} | wc -c`)).toBe('12001\n')
    expect(await shell.run('exit 5')).toMatchObject({ exit: 5, output: expect.stringMatching(/^(exit\n)?$/) })
    expect(await output('echo outside')).toBe('outside\n')
  })

  it('goes on after a command past its time', async () => {
    await shell.run(enter, { enters: true })
    await shell.run('here=1')
    expect(await shell.run('sleep 300', { timeout: 100 })).toMatchObject({ ended: 'timeout' })
    expect(await shell.run('cat', { timeout: 100 })).toMatchObject({ ended: 'timeout' })
    expect(await shell.run("echo 'a", { timeout: 100 })).toMatchObject({ ended: 'timeout' })
    expect(await output('echo "here: $here"')).toBe('here: 1\n')
  })

  it('still tells commands apart when echo was left on', async () => {
    await shell.run(enter, { enters: true })
    await shell.run('stty sane')
    expect(await output('echo a')).toBe('a\n')
    expect(await output('echo a\necho b')).toBe('a\nb\n')
    expect(await output(`echo ${'long '.repeat(60)}| wc -w`)).toBe('60\n')
  })
})

describe('nested shells', () => {
  it('stand in one another', async () => {
    await shell.run('sh', { enters: true })
    await shell.run('bash --norc', { enters: true })
    await shell.run('unshare --pid --fork --mount-proc bash --norc', { enters: true })
    expect(await output('echo $$')).toBe('1\n')
    expect(await shell.run('exit 7')).toMatchObject({ exit: 7 })
    expect(await output('echo $? $0')).toBe('7 bash\n')
    expect(await shell.run('exit 8')).toMatchObject({ exit: 8 })
    expect(await output('echo $? $0')).toBe('8 sh\n')
    await shell.run('exit')
    expect(await output('echo $SHLVL')).toBe('1\n')
  })

  it('tell what was printed before their prompt', async () => {
    const greeting = `sh -c 'echo welcome; echo "# not yet "; exec sh'`
    expect(await shell.run(greeting, { enters: true })).toMatchObject({ output: 'welcome\n# not yet \n' })
  })

  it('may not open after all', async () => {
    expect(await shell.run('sh -c "echo no such image >&2; exit 125"', { enters: true })).toMatchObject({
      output: 'no such image\n',
      exit: 125,
      ended: 'exit',
    })
  })

  it('may take their time', async () => {
    expect(await shell.run('echo "wait for it: "; sleep 0.3; sh', { enters: true })).toMatchObject({
      ended: 'entered',
    })
  })

  it('time out when no prompt comes', async () => {
    expect(
      await shell.run("sh -c 'printf working; sleep 300'", { enters: true, timeout: 200 }),
    ).toMatchObject({
      ended: 'timeout',
      output: expect.stringMatching(/^working/),
    })
    expect(await output('echo a')).toBe('a\n')
  })

  it('leave nothing in their history or variables', async () => {
    await shell.run('bash --norc', { enters: true })
    expect(await output('set | grep ^lw; env | grep PS1; echo "history: $HISTFILE"')).toBe('history: \n')
  })

  it.each([
    'sh',
    'script -qec "bash --norc" /dev/null',
    'su nobody -s /bin/sh',
    'unshare --pid --fork bash --norc',
  ])('survive a deaf command: %s', async (enter) => {
    await shell.run(enter, { enters: true })
    await shell.run('here=1')
    expect(await shell.run(`sh -c 'trap "" INT; sleep 300'`, { timeout: 100 })).toMatchObject({
      ended: 'timeout',
    })
    expect(await output('echo "here: $here"')).toBe('here: 1\n')
  })

  it('are killed where they hang themselves', async () => {
    await shell.run('unshare --pid --fork --mount-proc bash --norc', { enters: true })
    const { ended } = await shell.run("trap '' INT; while :; do :; done", { timeout: 100 })
    expect(ended).toBe('timeout')
    expect(await output('echo $SHLVL')).toBe('1\n')
  })
})
