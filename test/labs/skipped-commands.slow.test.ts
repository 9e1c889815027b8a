/**
 * A learner who leaves out one command that changes something is told: the lab falls short without it. What is refused
 * (its exit status is printed) has changed nothing.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { labNames } from '../../runner/cli/labs.ts'
import { skippedCommands } from '../../runner/mutate/commands.ts'
import { isLook } from '../../runner/mutate/looks.ts'
import { labOf } from '../lab/lesson.ts'
import { Machines } from './first-fault.ts'

describe.each(labNames())('labs/%s/index.md without', (name) => {
  const file = `labs/${name}/index.md`
  const lesson = readFileSync(join(import.meta.dirname, '../..', file), 'utf8')
  const lab = labOf(lesson, file)
  let machines: Machines
  beforeAll(() => {
    machines = new Machines(4, {
      docker: lab.requires.includes('docker'),
      twoMachines: lab.requires.includes('two-machines'),
    })
  })
  afterAll(() => machines[Symbol.asyncDispose]())

  for (const { line, command, source } of skippedCommands(lab, lesson).filter(
    ({ command }) => command.exit === 0 && !isLook(command.text),
  ))
    it.concurrent(`${line}: ${command.text}`, async () => {
      expect(await machines.firstFault(source, file), 'nobody noticed: all of it holds').toBeDefined()
    })
})
