import { z } from 'zod'
import { LabResult } from '../play/result.ts'

/** What one `labwright test` found: the document of `--reporter=json`. */
export const RunResult = z.object({
  labs: z.array(LabResult),
  /** Labs for which no machine could be had, or whose machine went away. */
  failures: z.array(z.object({ lab: z.string(), file: z.string(), reason: z.string(), mend: z.string() })),
  /** Labs that were not played: this kind of machine has not what they require. */
  skipped: z.array(z.object({ lab: z.string(), file: z.string(), reason: z.string() })).default([]),
  /** All that was played holds, and something was. */
  ok: z.boolean(),
})

export type RunResult = z.infer<typeof RunResult>
export type Failure = RunResult['failures'][number]
export type Skipped = RunResult['skipped'][number]

/** The JSON Schema (2020-12) of that document, as it lies in `report/result.schema.json`. */
export const runSchema = (): Record<string, unknown> => ({
  title: 'Result of labwright test',
  ...z.toJSONSchema(RunResult),
})
