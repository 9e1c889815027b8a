import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ScratchMachine } from '../../runner/machine/scratch/scratch.ts'
import { block } from '../lab/lesson.ts'
import { playLesson, scratch } from './play-lesson.ts'

let machine: ScratchMachine
beforeAll(async () => {
  machine = await scratch()
})
afterAll(() => machine[Symbol.asyncDispose]())

describe('a command in the background', () => {
  it('returns when what is printed has come, and ends with the lab', async () => {
    const { result, commands } = await playLesson(
      machine,
      [
        block('console', 'host$ echo first > log'),
        block('console background', 'log$ tail -f log', 'first'),
        block('console', 'host$ echo second >> log', 'host$ pgrep -c tail', '1'),
      ].join('\n'),
    )
    expect(result.ok).toBe(true)
    expect(commands[1]).toMatchObject({ terminal: 'log', exit: null, output: 'first\n' })
    expect(commands[1]!.ms).toBeLessThan(2000)
    // Its terminal has closed; the process hears of that a moment later.
    await vi.waitFor(async () =>
      expect(await machine.exec('pgrep -x tail')).toMatchObject({ stdout: '', exit: 1 }),
    )
  })

  it('listens while the lesson goes on in another terminal', async () => {
    const { result } = await playLesson(
      machine,
      [
        block('console background', 'watch$ tcpdump -c 1 -n -i lo icmp 2>&1', '...', 'listening on {*}'),
        block('console', 'host$ ping -c 1 127.0.0.1 > /dev/null'),
      ].join('\n'),
    )
    expect(result.ok).toBe(true)
  })

  it('falls short when its time is up first', async () => {
    const { commands, lineOf } = await playLesson(
      machine,
      block('console background timeout=300ms', 'log$ echo one; sleep 60', 'two'),
    )
    expect(commands[0]).toMatchObject({ ok: false, exit: null, at: lineOf('two') })
    expect(commands[0]!.reason).toContain('it had not ended after 0.3 s')
  })

  it('falls short when it ends without what is printed', async () => {
    const { commands, lineOf } = await playLesson(
      machine,
      block('console background', 'log$ echo one', 'two'),
    )
    expect(commands[0]).toMatchObject({ ok: false, exit: 0, at: lineOf('two') })
  })
})
