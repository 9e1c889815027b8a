import { execFileSync } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MachineError } from '../../runner/machine/machine.ts'
import type { Terminal } from '../../runner/terminal/terminal.ts'
import { leftovers, openTestShell } from './open-test-shell.ts'

let shell: Terminal
beforeEach(async () => {
  shell = await openTestShell()
})
afterEach(() => shell[Symbol.asyncDispose]())
afterAll(async () => expect(await leftovers()).toEqual([]))

const processes = (pattern: string): number =>
  execFileSync('ps', ['-eo', 'stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => !line.startsWith('Z') && line.includes(pattern)).length

/** Seconds to sleep that nobody else does, so that its process can be found. */
const unique = (): string => `30${Math.floor(Math.random() * 1e9)}`

describe('a command past its time', () => {
  it.each([
    ['sleeps', 'sleep 300'],
    ['reads standard input', 'cat'],
    ['reads standard input in the shell', 'read line'],
    ['loops in the shell', 'while :; do :; done'],
    ['has a quote without end', "echo 'a"],
    ['has a here-document without end', 'cat <<END\na'],
  ])('is interrupted: it %s', async (_, command) => {
    const { ended, exit, ms } = await shell.run(command, { timeout: 150 })
    expect({ ended, exit }).toEqual({ ended: 'timeout', exit: 130 })
    expect(ms).toBeLessThan(1000)
    expect(await shell.run('echo next')).toMatchObject({ output: 'next\n', exit: 0 })
  })

  it('swallows none of the next command', async () => {
    await shell.run('cat; cat', { timeout: 100 })
    expect(await shell.run('cat\necho not reached', { timeout: 100 })).toMatchObject({
      ended: 'timeout',
      output: expect.not.stringContaining('not reached'),
    })
    expect(await shell.run('echo next')).toMatchObject({ output: 'next\n' })
  })

  it('is killed with all its descendants when it does not listen', async () => {
    const seconds = unique()
    const deaf = `trap '' INT; sleep ${seconds}1 & setsid sleep ${seconds}2 & sleep ${seconds}3 | cat`
    await shell.run('here=1')
    const { ended, output } = await shell.run(`echo begun; bash -c "${deaf}"`, { timeout: 200 })
    expect(ended).toBe('timeout')
    expect(output).toMatch(/^begun\n/)
    expect(processes(seconds)).toBe(0)
    expect(await shell.run('echo $here')).toMatchObject({ output: '1\n' })
  })

  it('leaves earlier background jobs alone', async () => {
    const seconds = unique()
    await shell.run(`sleep ${seconds} &`)
    await shell.run('bash -c \'trap "" INT; while :; do sleep 1; done\'', { timeout: 200 })
    expect(processes(`sleep ${seconds}`)).toBe(1)
    expect(await shell.run('kill %1')).toMatchObject({ exit: 0 })
  })

  it('takes its shell with it when that hangs itself', async () => {
    await shell.run('here=1')
    expect(await shell.run("trap '' INT; while :; do :; done", { timeout: 100 })).toMatchObject({
      ended: 'timeout',
    })
    expect(await shell.run('echo "here: $here"')).toMatchObject({ output: 'here: \n' })
  })

  it('delays no later command more than that one may take', async () => {
    await shell.run('echo ready; sleep 300', { until: (text) => text.includes('ready') })
    expect(await shell.run('echo a', { timeout: 200 })).toMatchObject({ ended: 'timeout', output: '' })
    expect(await shell.run('echo b')).toMatchObject({ output: 'b\n' })
  })
})

describe('a machine that goes', () => {
  it('rejects what runs', async () => {
    await expect(shell.run('kill -KILL $PPID $$')).rejects.toThrow(
      /Terminal host is gone \(while it ran `kill -KILL \$PPID \$\$`\)/,
    )
    await expect(shell.run('echo a')).rejects.toBeInstanceOf(MachineError)
  })

  it('rejects what runs in a terminal that is closed', async () => {
    const gone = expect(shell.run('sleep 300')).rejects.toThrow(MachineError)
    await delay(50)
    await shell[Symbol.asyncDispose]()
    await gone
    expect(await leftovers()).toEqual([])
  })

  it('is told to those who want to know, once', async () => {
    const ends: string[] = []
    shell.onEnd((error) => ends.push(error.message))
    await shell[Symbol.asyncDispose]()
    await shell[Symbol.asyncDispose]()
    expect(ends).toEqual(['Terminal host is gone: it was closed.'])
  })

  it('says what was printed instead of a shell', async () => {
    await expect(openTestShell({ argv: ['sh', '-c', 'echo no bash here'] })).rejects.toThrow(/no bash here/)
  })

  it('gives up a shell that cannot start', async () => {
    const argv = ['bash', '-mc', `printf '\\e]133;L\\a'; IFS= read -rd '' lw; PATH=/nonexistent; eval "$lw"`]
    await expect(openTestShell({ argv })).rejects.toThrow(MachineError)
  })
})
