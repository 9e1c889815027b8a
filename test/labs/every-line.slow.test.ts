/** No line of a lab is there for show: change any, or take out any command, and `labwright test` says where. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { labOf } from '../lab/lesson.ts'
import { changedTogether } from './changed-together.ts'
import { Machines } from './first-fault.ts'
import { removedCommands } from './removed-commands.ts'

// More than there are cores: much of a play is waiting.
const machines = new Machines(4)
afterAll(() => machines[Symbol.asyncDispose]())

/** Tells what is wrong first with a lesson in which something was made wrong. */
const faultIn = async (source: string, file: string) => {
  const fault = await machines.firstFault(source, file)
  if (!fault) throw new Error('nobody noticed: all of it holds')
  expect(fault.file).toBe(file)
  return fault
}

const ascending = (one: number, other: number): number => one - other

describe.each(['host-network', 'veth'])('labs/%s/index.md', (name) => {
  const file = `labs/${name}/index.md`
  const lesson = readFileSync(join(import.meta.dirname, '../..', file), 'utf8')
  const lab = labOf(lesson, file)
  const removals = removedCommands(lab, lesson)

  it('holds as it is', async () => {
    expect(await machines.firstFault(lesson, file)).toBeUndefined()
  })

  describe('a printed line that is changed is named itself', () => {
    for (const { lines, source } of changedTogether(lab, lesson))
      it.concurrent(lines.map(({ line, text }) => `${line}: ${text}`).join('; '), async () => {
        // What a line that was changed alone brings about further down is not looked at.
        const faults =
          lines.length > 1 ? await machines.allFaults(source, file) : [await faultIn(source, file)]
        expect(faults.map((fault) => fault.file)).toEqual(lines.map(() => file))
        expect(faults.map(({ line }) => line).sort(ascending)).toEqual(lines.map(({ line }) => line))
      })
  })

  describe('a command with output that is taken out is named by the first line of that, which now stands in its place, or by the [n] above', () => {
    for (const { line, text, source, belowExit } of removals.filter(({ printed }) => printed))
      it.concurrent(`${line}: ${text}`, async () => {
        expect((await faultIn(source, file)).line).toBe(belowExit ? line - 1 : line)
      })
  })

  describe('a command without output that is taken out is named by a line below it in its step (or, where it leaves a nested shell, by the next command), or by the fence of the block that it was all of', () => {
    for (const { line, text, source, alone, before } of removals.filter(({ printed }) => !printed))
      it.concurrent(`${line}: ${text}`, async () => {
        const fault = await faultIn(source, file)
        expect(fault.line).toBeGreaterThanOrEqual(alone ? line - 1 : line)
        expect(fault.line).toBeLessThan(alone ? line : before)
      })
  })
})
