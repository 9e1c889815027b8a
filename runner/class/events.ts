/** What happens in a class, one event after the other: all that is known of a class follows from them. Nothing here needs Node. */
import { z } from 'zod'

/** Characters of a learner's name. */
export const NAME_LIMIT = 60
/** Characters of a message, and of what a raised hand says. */
export const TEXT_LIMIT = 1000

const learner = z.string()
const lab = z.string()
const step = z.string()
const kind = z.enum(['scratch', 'vm', 'host', 'browser'])

const ClassLab = z.object({
  name: lab,
  title: z.string(),
  /** Of the lab's executable content. */
  version: z.string(),
  /** `checks` counts its checks and questions. */
  steps: z.array(z.object({ id: step, title: z.string(), checks: z.int() })),
})
export type ClassLab = z.infer<typeof ClassLab>

export const ClassEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('opened'), title: z.string(), machine: kind, labs: z.array(ClassLab) }),
  /** The server was started again: machines of before are gone. The labs are as they are now. */
  z.object({ type: z.literal('resumed'), machine: kind, labs: z.array(ClassLab) }),
  z.object({ type: z.literal('ended') }),
  /** `seed` gives the learner their values of `vary`. */
  z.object({ type: z.literal('joined'), learner, name: z.string(), seed: z.string() }),
  /** The teacher showed a learner out. */
  z.object({ type: z.literal('removed'), learner }),
  /** A learner went to a step. */
  z.object({ type: z.literal('went'), learner, lab, step }),
  /** A machine was made, or is no more. */
  z.object({
    type: z.literal('machine'),
    learner,
    lab,
    state: z.enum(['ready', 'stopped', 'gone', 'failed']),
    id: z.string(),
  }),
  /** A command of the lesson was run, or a question answered. */
  z.object({
    type: z.literal('tried'),
    learner,
    lab,
    step,
    what: z.enum(['command', 'answer']),
    /** The command, or the question's title. */
    text: z.string(),
    ok: z.boolean(),
    /** Why it fell short; empty where it did not. */
    reason: z.string(),
  }),
  z.object({
    type: z.literal('done'),
    learner,
    lab,
    step,
    version: z.string(),
    machine: z.object({ kind, id: z.string() }),
  }),
  z.object({ type: z.literal('hand'), learner, up: z.boolean(), note: z.string() }),
  /** The learner lets the teacher type in their terminals, or no longer. */
  z.object({ type: z.literal('lets-type'), learner, on: z.boolean() }),
  /** The teacher typed in a learner's terminal. */
  z.object({ type: z.literal('helped'), learner, lab }),
  /** The teacher had a learner's machine made as new, or stopped it. */
  z.object({ type: z.literal('handled'), learner, lab, action: z.enum(['reset', 'stop']) }),
  /** From the teacher: to one learner, or to all. */
  z.object({ type: z.literal('message'), to: learner.nullable(), text: z.string() }),
  /** A lab is open or not, and in it the steps up to one; null: all. */
  z.object({ type: z.literal('access'), lab, open: z.boolean(), until: step.nullable() }),
  /** Newcomers may join, or only those who have been here before. */
  z.object({ type: z.literal('door'), open: z.boolean() }),
  /** Where the class is to be now; null: everyone at their own pace. */
  z.object({ type: z.literal('pace'), lab, step: step.nullable() }),
])
export type ClassEvent = z.infer<typeof ClassEvent>

/** An event as it is kept. */
export interface Recorded {
  /** Counts from 1, without a gap. */
  seq: number
  /** Milliseconds since 1970. */
  at: number
  event: ClassEvent
}
