import { afterAll, describe, expect, it } from 'vitest'
import { type Execute, execute as here } from '../../runner/machine/execute.ts'
import { statFields } from '../../runner/machine/kill-tree.ts'
import { Launcher } from '../../runner/machine/launcher.ts'

const launcher = new Launcher()
afterAll(() => launcher[Symbol.dispose]())

/** Not gone, and not dead and waiting for its parent to hear of it. */
const lives = (pid: string): boolean => !['Z', undefined].includes(statFields(Number(pid))?.[0])

/** Waits until a condition holds, for two seconds at most. */
const soon = async (holds: () => boolean): Promise<boolean> => {
  for (let tries = 0; tries < 100 && !holds(); tries++)
    await new Promise((resolve) => setTimeout(resolve, 20))
  return holds()
}

describe.each<[string, Execute]>([
  ['this process', here],
  ['a launcher', launcher.execute],
])('run by %s', (_, execute) => {
  const bash = (script: string, options: Parameters<Execute>[1] = {}) =>
    execute(['bash', '-c', script], options)

  describe('what a command printed', () => {
    it('comes apart by stream, with the exit status', async () => {
      expect(await bash('echo out; echo err >&2; exit 3')).toEqual({
        stdout: 'out\n',
        stderr: 'err\n',
        exit: 3,
      })
    })

    it('keeps characters whole', async () => {
      const { stdout } = await bash("for ((i = 0; i < 30000; i++)); do printf 'é網'; done")
      expect(stdout).toBe('é網'.repeat(30_000))
    })

    it('is whole when it is big, and bounded when it is huge', async () => {
      expect((await bash('head -c 3000000 /dev/zero | tr "\\0" x; echo .')).stdout).toHaveLength(3_000_002)
      const { stdout, exit } = await bash('head -c 40000000 /dev/zero')
      expect(stdout).toHaveLength(16 * 2 ** 20)
      expect(exit).toBe(0)
    })
  })

  describe('the exit status', () => {
    it('is 128 + n where signal n ended the command', async () => {
      expect((await bash('kill -TERM $$')).exit).toBe(143)
      expect((await bash('kill -KILL $$')).exit).toBe(137)
    })

    it('is 127 where there is no such command', async () => {
      expect(await execute(['no-such-command-here'], {})).toMatchObject({
        stdout: '',
        stderr: expect.stringContaining('no-such-command-here'),
        exit: 127,
      })
    })
  })

  describe('standard input', () => {
    it('is empty', async () => {
      expect(await bash('cat; echo $?', { timeout: 5000 })).toMatchObject({ stdout: '0\n', exit: 0 })
    })
  })

  describe('a process left in the background', () => {
    it('is not waited for, and lives on', async () => {
      const began = Date.now()
      const { stdout, exit } = await bash('sleep 1000 & echo $!')
      expect(Date.now() - began).toBeLessThan(2000)
      expect(exit).toBe(0)
      expect(lives(stdout)).toBe(true)
      process.kill(Number(stdout), 'SIGKILL')
    })

    it('is not ended by a broken pipe when it prints something later', async () => {
      const { stdout } = await bash(
        '{ for i in 1 2 3 4 5 6; do sleep 0.1; echo later || exit; done; exec sleep 1000; } & echo $!',
      )
      expect(stdout.trim()).toMatch(/^\d+$/)
      await new Promise((resolve) => setTimeout(resolve, 1000))
      expect(lives(stdout)).toBe(true)
      process.kill(Number(stdout), 'SIGKILL')
    })
  })

  describe('when the time is up', () => {
    it('says so by having no exit status, and keeps what was printed', async () => {
      const began = Date.now()
      expect(await bash('echo before; sleep 1000', { timeout: 200 })).toEqual({
        stdout: 'before\n',
        stderr: '',
        exit: undefined,
      })
      expect(Date.now() - began).toBeLessThan(2000)
    })

    it('kills the whole tree, also what is in the background or in a session of its own', async () => {
      const { stdout } = await bash(
        'trap "" TERM; sleep 1000 & echo $!; setsid bash -c \'echo $$; (sleep 1000 & echo $!; wait)\' & (sleep 1000 & echo $!); wait',
        { timeout: 500 },
      )
      const pids = stdout.trim().split('\n')
      expect(pids).toHaveLength(4)
      expect(await soon(() => !pids.some(lives))).toBe(true)
    })
  })

  describe('an abort signal', () => {
    it('kills the tree and rejects with its reason', async () => {
      const controller = new AbortController()
      const began = Date.now()
      const reason = new Error('enough')
      setTimeout(() => controller.abort(reason), 200)
      await expect(bash('sleep 1000 & wait', { signal: controller.signal })).rejects.toBe(reason)
      expect(Date.now() - began).toBeLessThan(2000)
    })

    it('that came before keeps the command from being run', async () => {
      await expect(bash('true', { signal: AbortSignal.abort('early') })).rejects.toBe('early')
    })
  })
})
