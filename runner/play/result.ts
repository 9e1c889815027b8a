/**
 * What a play found. The schemas are the shape of `--reporter=json`; `report/result.schema.json` is made from them.
 */
import { z } from 'zod'

export const CommandResult = z.object({
  file: z.string(),
  /** Of its prompt, counted from 1. */
  line: z.int(),
  terminal: z.string(),
  /** As it was typed, its placeholders replaced. */
  command: z.string(),
  ok: z.boolean(),
  /** Exit status; null where it did not end, or moved into another shell. */
  exit: z.int().nullable(),
  output: z.string(),
  /** The output that is printed under it, a pattern; absent where output is not compared. */
  expected: z.string().optional(),
  ms: z.number(),
  /** Why it fell short: a diff, then a sentence. */
  reason: z.string().optional(),
  /** The line that fell short, where that is a line of the printed output. */
  at: z.int().optional(),
})

export const CheckResult = z.object({
  kind: z.enum(['check', 'question']),
  title: z.string(),
  file: z.string(),
  line: z.int(),
  ok: z.boolean(),
  /** Whether it held before its step was played (it must not); null where that was not asked. */
  before: z.boolean().nullable(),
  /** Whether it held after it (it must). */
  after: z.boolean(),
  reason: z.string().optional(),
  at: z.int().optional(),
})

export const StepResult = z.object({
  id: z.string(),
  title: z.string(),
  file: z.string(),
  line: z.int(),
  ok: z.boolean(),
  ms: z.number(),
  commands: z.array(CommandResult),
  checks: z.array(CheckResult),
})

export const LabResult = z.object({
  lab: z.string(),
  title: z.string(),
  file: z.string(),
  /** Names the lab's executable content: the same version, the same commands and checks. */
  version: z.string(),
  machine: z.object({
    kind: z.enum(['scratch', 'vm', 'host', 'browser']),
    id: z.string(),
    facts: z.record(z.string(), z.string()),
  }),
  /** Repeats the same values of `vary`. */
  seed: z.string(),
  ok: z.boolean(),
  ms: z.number(),
  steps: z.array(StepResult),
  /** `setup` blocks before the first step, and all `cleanup` blocks that were run. */
  setup: z.array(CommandResult),
  cleanup: z.array(CommandResult),
  /** What the lab left behind on a machine that lives on, after its cleanup: `+ link veth0`. */
  left: z.array(z.string()),
})

const Points = {
  /** The weights of the checks that hold, added up. */
  points: z.int().min(0),
  /** The weights of all. */
  of: z.int().min(0),
}

/** A check with what it counts for: `weight=2` counts twice. */
export const CheckedCheck = CheckResult.extend({ weight: z.int().min(1), points: z.int().min(0) })

/** What `labwright check` found: checks alone, on a machine as it is. */
export const CheckedLab = z.object({
  lab: z.string(),
  version: z.string(),
  /** The seed, and the values of `vary` that it gave this learner. */
  seed: z.string(),
  values: z.record(z.string(), z.string()),
  ok: z.boolean(),
  /** `points` of `of`, from 0 to 1; null where nothing is checked. */
  score: z.number().min(0).max(1).nullable(),
  ...Points,
  steps: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      ok: z.boolean(),
      ...Points,
      checks: z.array(CheckedCheck),
    }),
  ),
})

export type CheckedLab = z.infer<typeof CheckedLab>
export type CheckedCheck = z.infer<typeof CheckedCheck>
export type CommandResult = z.infer<typeof CommandResult>
export type CheckResult = z.infer<typeof CheckResult>
export type StepResult = z.infer<typeof StepResult>
export type LabResult = z.infer<typeof LabResult>
