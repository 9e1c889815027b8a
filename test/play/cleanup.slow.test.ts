import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ScratchMachine } from '../../runner/machine/scratch/scratch.ts'
import { play as playLab } from '../../runner/play/play.ts'
import { block, labOf, lesson } from '../lab/lesson.ts'
import { playLesson, scratch } from './play-lesson.ts'

let kept: ScratchMachine
let machine: ScratchMachine
beforeAll(async () => {
  kept = await scratch()
  machine = await ScratchMachine.attach(kept.id)
})
afterAll(() => kept[Symbol.asyncDispose]())

const play = (...parts: string[]) => playLesson(machine, parts.join('\n'), { cleanup: true })
const shell = async (script: string): Promise<string> => (await machine.exec(script)).stdout

/** Milliseconds: far less than the minute that what is ended would take. */
const A_WHILE = 20_000

const FRONTMATTER = '---\ntitle: T\ndescription: D\nminutes: 5\n---'

describe('setup', () => {
  it('runs before the first step, and before the checks of its own step', async () => {
    const { result, commands } = await playLesson(
      machine,
      [
        FRONTMATTER,
        block('setup', 'host$ echo first > order'),
        '## One {#one}',
        block('console', 'host$ cat order', 'first', 'second'),
        block('setup', 'host$ echo second >> order'),
        block('check it was set up but not done', 'host$ cat order', 'first', 'second', 'third'),
        block('console', 'host$ echo third >> order'),
      ].join('\n'),
    )
    expect(result.left).toEqual([])
    expect(result.ok).toBe(true)
    expect(result.setup.map(({ command, ok }) => [command, ok])).toEqual([['echo first > order', true]])
    expect(commands[0]).toMatchObject({ command: 'echo second >> order', ok: true })
  })

  it('that fails makes the lab fall short', async () => {
    const { result } = await playLesson(
      machine,
      [FRONTMATTER, block('setup', 'host$ false'), '## One {#one}', block('console', 'host$ true')].join(
        '\n',
      ),
    )
    expect(result.ok).toBe(false)
    expect(result.setup[0]).toMatchObject({ ok: false, exit: 1, line: 7, at: 7 })
  })
})

describe('cleanup on a machine that lives on', () => {
  it('runs the last block first, out of sight, and is told', async () => {
    const { result } = await playLesson(
      machine,
      [
        FRONTMATTER,
        block('cleanup', 'host$ echo base >> undone'),
        '## One {#one}',
        block('console', 'host$ rm -f undone'),
        block('cleanup', 'host$ echo one-a >> undone', 'host$ echo one-b >> undone'),
        '## Two {#two}',
        block('console', 'host$ true'),
        block('cleanup', 'host$ echo two >> undone'),
      ].join('\n'),
      { cleanup: true },
    )
    expect(result.left).toEqual([])
    expect(result.ok).toBe(true)
    expect(await shell('cat undone')).toBe('two\none-a\none-b\nbase\n')
    expect(result.cleanup).toHaveLength(4)
  })

  it('runs when the lab fell short', async () => {
    const { result } = await play(
      block('console', 'host$ touch mess; false'),
      block('cleanup', 'host$ rm mess'),
    )
    expect(result.ok).toBe(false)
    expect(result.cleanup[0]).toMatchObject({ ok: true })
    expect(await shell('ls mess 2>&1')).toContain('No such file')
  })

  it('knows what the lab captured', async () => {
    const { result } = await play(
      block('console', 'host$ echo mess-7 | tee /dev/stderr | xargs touch', '{file:*}'),
      block('cleanup', 'host$ rm {file}'),
    )
    expect(result.cleanup[0]).toMatchObject({ ok: true, command: 'rm mess-7' })
  })

  it('does not run where the machine ends with the lab', async () => {
    const { result } = await playLesson(
      machine,
      [block('console', 'host$ touch stays'), block('cleanup', 'host$ rm stays')].join('\n'),
    )
    expect(result.cleanup).toEqual([])
    expect((await machine.exec('test -e stays')).exit).toBe(0)
  })

  it('runs when the reader of the events stops reading', async () => {
    const lab = labOf(
      lesson(
        [block('console', 'host$ touch left; true', 'host$ true'), block('cleanup', 'host$ rm left')].join(
          '\n',
        ),
      ),
    )
    for await (const event of playLab(lab, machine, { seed: '', cleanup: true }))
      if (event.type === 'command-ended') break
    expect((await machine.exec('test -e left')).exit).toBe(1)
  })

  it('runs when a signal ends the play, in a terminal', async () => {
    const lab = labOf(
      lesson([block('console', 'host$ touch left; sleep 60'), block('cleanup', 'host$ rm left')].join('\n')),
    )
    const signal = AbortSignal.timeout(500)
    const began = performance.now()
    await expect(async () => {
      for await (const _event of playLab(lab, machine, { seed: '', cleanup: true, signal }));
    }).rejects.toThrow()
    expect(performance.now() - began).toBeLessThan(A_WHILE)
    expect((await machine.exec('test -e left')).exit).toBe(1)
  })

  it('runs when a signal ends the play, out of sight', async () => {
    const lab = labOf(
      lesson(
        [
          block('console', 'host$ touch left'),
          block('check never', 'host$ test -e left && sleep 60'),
          block('cleanup', 'host$ rm left'),
        ].join('\n'),
      ),
    )
    const began = performance.now()
    await expect(async () => {
      const signal = AbortSignal.timeout(700)
      for await (const _event of playLab(lab, machine, { seed: '', cleanup: true, signal }));
    }).rejects.toThrow()
    expect(performance.now() - began).toBeLessThan(A_WHILE)
    expect((await machine.exec('test -e left')).exit).toBe(1)
  })
})

describe('what is left behind', () => {
  it('is told, and makes the lab fall short', async () => {
    const { result } = await play(
      block('console', 'host$ ip link add left0 type bridge; ip netns add left'),
      block('check', 'host$ ip link show left0').replace('check', 'check it stands'),
    )
    expect(result.steps[0]!.ok).toBe(true)
    expect(result.left).toEqual([
      '+ network namespace left',
      '+ link left0',
      '+ mount /run/netns',
      '+ mount /run/netns/left',
    ])
    expect(result.ok).toBe(false)
    await machine.exec('ip link del left0; ip netns del left')
  })

  it('is nothing where cleanup undid it', async () => {
    const { result } = await play(
      block('console', 'host$ ip link add gone0 type bridge'),
      block('cleanup', 'host$ ip link del gone0'),
    )
    expect(result.left).toEqual([])
    expect(result.left).toEqual([])
    expect(result.ok).toBe(true)
  })

  it('counts what a lab took away, too', async () => {
    await machine.exec('ip link add old0 type bridge')
    const { result } = await play(block('console', 'host$ ip link del old0'))
    expect(result.left).toEqual(['- link old0'])
  })
})
