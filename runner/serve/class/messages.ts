/** What a page of a class and the server say to each other over `/live/class`: JSON, one message a frame. */
import { z } from 'zod'
import { TEXT_LIMIT } from '../../class/events.ts'
import type { ClassView } from '../../class/view.ts'
import type { Refusal } from '../messages.ts'

/** Names a request, so that it is never carried out twice. */
const id = z.string().regex(/^[\w-]{8,64}$/)
const learner = z.string().max(64)
const lab = z.string().max(100)
const step = z.string().max(100)
const text = z.string().max(TEXT_LIMIT)

/** From a learner's page. */
export const LearnerRequest = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('hand'), id, up: z.boolean(), note: text }),
  /** The teacher may type in this learner's terminals, or no longer. */
  z.strictObject({ type: z.literal('lets-type'), id, on: z.boolean() }),
])
export type LearnerRequest = z.infer<typeof LearnerRequest>

/** From the teacher's page. */
export const TeacherRequest = z.discriminatedUnion('type', [
  /** To one learner, or to all. */
  z.strictObject({ type: z.literal('message'), id, to: learner.nullable(), text: text.min(1) }),
  /** Opens or closes a lab, and in it the steps up to one; null: all. */
  z.strictObject({ type: z.literal('access'), id, lab, open: z.boolean(), until: step.nullable() }),
  /** Newcomers may join, or only those who have been here before. */
  z.strictObject({ type: z.literal('door'), id, open: z.boolean() }),
  /** Where the class is to be; opens the steps up to there. */
  z.strictObject({ type: z.literal('pace'), id, lab, step: step.nullable() }),
  /** Takes a learner's hand down. */
  z.strictObject({ type: z.literal('lower'), id, learner }),
  /** A machine as new, with the steps before the learner's played again if `replay`; or none. */
  z.strictObject({ type: z.literal('reset'), id, learner, lab, replay: z.boolean() }),
  z.strictObject({ type: z.literal('stop'), id, learner, lab }),
  /** Lets a learner who has lost their secret come back without it, for some minutes. */
  z.strictObject({ type: z.literal('let-in'), id, learner }),
  /** Shows a learner out: their machines are removed, and their secret opens nothing any more. */
  z.strictObject({ type: z.literal('remove'), id, learner }),
  /** Ends the class: all machines are removed, and results stay. */
  z.strictObject({ type: z.literal('end'), id }),
])
export type TeacherRequest = z.infer<typeof TeacherRequest>

export type ClassRequest = LearnerRequest | TeacherRequest

/** From the server to a page of a class. */
export type ClassReply =
  | { type: 'class'; class: ClassView }
  /** The request has been taken, now or before. `trouble` says why it could not be carried out. */
  | { type: 'taken'; id: string; trouble?: string }
  | Refusal
