import type { Reporter, Sink } from './reporter.ts'

/** One JSON document of the whole run, valid against `result.schema.json`. */
export const jsonReporter = (sink: Sink): Reporter => ({
  end: (run) => sink.write(`${JSON.stringify(run, null, 2)}\n`),
})
