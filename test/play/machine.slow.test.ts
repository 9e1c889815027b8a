import { describe, expect, it } from 'vitest'
import { MachineError } from '../../runner/machine/machine.ts'
import { livingMachines } from '../../runner/machine/scratch/clean.ts'
import type { ScratchMachine } from '../../runner/machine/scratch/scratch.ts'
import { play } from '../../runner/play/play.ts'
import { block, labOf, lesson } from '../lab/lesson.ts'
import { playLesson, scratch } from './play-lesson.ts'

describe('two machines', () => {
  it('have terminals and checks each', async () => {
    await using machine = await scratch({ twoMachines: true })
    const { result, commands } = await playLesson(
      machine,
      [
        '---\ntitle: T\ndescription: D\nminutes: 5\nrequires: [two-machines]\n---',
        '## One {#one}',
        block(
          'console',
          'host$ hostname',
          '{host.name}',
          'beta$ hostname',
          '{beta.name}',
          'beta-2$ ping -c 1 -W 1 {host.ip} | grep received',
          '{*} 1 received{*}',
          'beta$ touch there',
        ),
        block('check the file is on beta', 'beta$ ls there', 'there', 'host$ ls there 2>/dev/null', '[2]'),
      ].join('\n'),
    )
    expect(result.ok).toBe(true)
    expect(commands.map(({ terminal }) => terminal)).toEqual(['host', 'beta', 'beta-2', 'beta'])
    expect(result.machine.facts['beta.ip']).not.toBe(result.machine.facts['host.ip'])
  })
})

/** Ends the machine's process 1, and so all of it. */
const kill = (machine: ScratchMachine): void => {
  const { members } = livingMachines().find(({ id }) => id === machine.id)!.state
  process.kill(members[0]!.pid, 'SIGKILL')
}

describe('a machine that goes away', () => {
  it.each([
    ['a command', block('console', 'host$ sleep 60', 'host$ true')],
    [
      'a check',
      [block('console', 'host$ touch done'), block('check', 'host$ test -e done && sleep 60')].join('\n'),
    ],
  ])('during %s ends the play with a MachineError', async (_where, body) => {
    await using machine = await scratch()
    const lab = labOf(lesson(body.replace('```check', '```check it ends')))
    const seen: string[] = []
    const began = performance.now()
    await expect(async () => {
      for await (const event of play(lab, machine, { seed: '', cleanup: true })) {
        seen.push(event.type)
        if (event.type === 'command-started') setTimeout(() => kill(machine), 500)
      }
    }).rejects.toThrow(MachineError)
    expect(performance.now() - began).toBeLessThan(10_000)
    expect(seen).not.toContain('step-ended')
  })
})
