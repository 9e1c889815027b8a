import { describe, expect, it } from 'vitest'
import { MachineError } from '../../runner/machine/machine.ts'
import { livingMachines } from '../../runner/machine/scratch/clean.ts'
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

describe('a machine that goes away', () => {
  it('ends the play with a MachineError', async () => {
    await using machine = await scratch()
    const lab = labOf(lesson(block('console', 'host$ sleep 60', 'host$ true')))
    const seen: string[] = []
    await expect(async () => {
      for await (const event of play(lab, machine, { seed: '', cleanup: true })) {
        seen.push(event.type)
        if (event.type === 'command-started')
          setTimeout(() => {
            const { keeper } = livingMachines().find(({ id }) => id === machine.id)!.state
            process.kill(keeper, 'SIGKILL')
            process.kill(-keeper, 'SIGKILL')
          }, 200)
      }
    }).rejects.toThrow(MachineError)
    expect(seen).not.toContain('command-ended')
  })
})
