import { describe, expect, it } from 'vitest'
import { labNames, readLabs } from '../../runner/cli/labs.ts'
import { machineSource } from '../../runner/cli/machines.ts'
import { playLabs } from '../../runner/cli/play-labs.ts'
import type { LabResult } from '../../runner/play/result.ts'
import { retriesOf } from './measures.ts'

/** What fell short, as a person would look for it. */
const faults = ({ steps }: LabResult): string[] =>
  steps.flatMap(({ commands, checks }) =>
    [...commands, ...checks]
      .filter(({ ok }) => !ok)
      .map(({ file, line, at, reason }) => `${file}:${at ?? line}\n${reason}`),
  )

describe('the course', async () => {
  const labs = readLabs(labNames().map((name) => `labs/${name}/index.md`)).map(({ lab }) => lab)
  const source = await machineSource({ kind: 'scratch' })

  for (const lab of labs)
    it(`${lab.name} holds, each check red before its step`, { retry: retriesOf(lab.name) }, async () => {
      const run = await playLabs([lab], source, [], { jobs: 1, bail: false, keep: false })
      expect(run.failures).toEqual([])
      expect(run.labs.flatMap(faults)).toEqual([])
      const checks = run.labs.flatMap(({ steps }) => steps.flatMap((step) => step.checks))
      expect(checks.length).toBeGreaterThanOrEqual(3)
      for (const { kind, before, after } of checks) {
        expect(after).toBe(true)
        expect(before).toBe(kind === 'check' ? false : null)
      }
    })
})
