import { availableParallelism } from 'node:os'
import { z } from 'zod'

/** How a class is run; kept with it, so that it can be gone on with. */
export const ClassOptions = z.object({
  machine: z.enum(['scratch', 'vm']),
  learners: z.int(),
  machinesEach: z.int(),
  port: z.int(),
  listen: z.string(),
  host: z.string().optional(),
  tls: z.boolean(),
  cert: z.string().optional(),
  key: z.string().optional(),
  memory: z.int(),
  disk: z.int(),
  processes: z.int(),
  idle: z.number(),
  stuckAfter: z.number(),
  stuckTries: z.int(),
  site: z.string().optional(),
})
export type ClassOptions = z.infer<typeof ClassOptions>

/** Unless the teacher says otherwise. */
export const DEFAULTS: ClassOptions = {
  machine: 'scratch',
  learners: 50,
  machinesEach: 1,
  port: 4871,
  listen: '127.0.0.1',
  tls: false,
  memory: 2 ** 30,
  // A disk that is full is to be told so; where it takes all memory, the machine ends instead.
  disk: 2 ** 29,
  processes: 1024,
  idle: 60 * 60_000,
  stuckAfter: 4 * 60_000,
  stuckTries: 3,
}

/** Machines that are made at the same time: each keeps a processor busy meanwhile. */
export const MAKING = Math.max(2, availableParallelism())
