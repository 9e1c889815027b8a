/** What a page and the server say to each other over one WebSocket, which belongs to one lab: JSON, one message a frame. */
import { z } from 'zod'
import type { LearnState } from '../learn/state.ts'
import type { Topology } from '../topology/topology.ts'

/** Characters of one message from a page; a WebSocket frame that is larger ends the connection. */
export const MESSAGE_LIMIT = 128 * 1024

const terminal = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/)
const columns = z.number().int().min(2).max(500)
const rows = z.number().int().min(1).max(300)
/** Names a request, so that it is never carried out twice: a page that has lost its connection sends it again. */
const id = z.string().regex(/^[\w-]{8,64}$/)
const step = z.string().max(100)
const index = z.number().int().min(0).max(1000)

/** From a page to the server. */
export const Request = z.discriminatedUnion('type', [
  /** Makes a machine where there is none. */
  z.strictObject({ type: z.literal('start') }),
  z.strictObject({ type: z.literal('stop') }),
  /** A machine as new; with `replay`, the steps before the learner's are played again on it. */
  z.strictObject({ type: z.literal('reset'), id, replay: z.boolean() }),
  /** The learner is still there. */
  z.strictObject({ type: z.literal('stay') }),
  /** Opens a terminal, or joins it: what it printed from `from` on (counted in characters since it was opened) is sent. */
  z.strictObject({ type: z.literal('open'), terminal, columns, rows, from: z.number().int().min(0) }),
  z.strictObject({ type: z.literal('close'), terminal }),
  z.strictObject({ type: z.literal('input'), terminal, data: z.string().max(64 * 1024) }),
  z.strictObject({ type: z.literal('resize'), terminal, columns, rows }),
  /** The page has shown everything before this offset: a terminal that is far ahead waits for it. */
  z.strictObject({ type: z.literal('seen'), terminal, offset: z.number().int().min(0) }),
  /** Whether the page shows the picture of the networks: only then they are looked at. */
  z.strictObject({ type: z.literal('picture'), shown: z.boolean() }),
  /** Types a command of the lesson into its terminal. */
  z.strictObject({ type: z.literal('run'), id, step, block: index, command: index }),
  z.strictObject({ type: z.literal('answer'), id, step, question: index, text: z.string().max(1000) }),
  /** The learner has gone to another step: its checks are looked at from now on. */
  z.strictObject({ type: z.literal('go'), step }),
])
export type Request = z.infer<typeof Request>

/** From the server to a page. */
export type Reply =
  | { type: 'state'; state: LearnState }
  /** To a page that shows the picture. */
  | { type: 'topology'; topology: Topology }
  /**
   * `from` counts characters since the terminal was opened in this life of the machine. `replayed`: printed before the page
   * joined, so that the page answers no terminal query in it (an answer would be typed into the shell, late or twice).
   */
  | { type: 'output'; terminal: string; life: number; from: number; data: string; replayed?: boolean }
  | { type: 'ended'; terminal: string; life: number }
  /** The request has been taken, now or before. `trouble` says why it could not be carried out. */
  | { type: 'taken'; id: string; trouble?: string }
  /** To who only looks on: a terminal's size, which is its learner's. */
  | { type: 'size'; terminal: string; columns: number; rows: number }
  | Refusal

/** A message that was not taken. */
export interface Refusal {
  type: 'refused'
  reason: 'malformed' | 'too-many' | 'too-large' | 'unknown' | 'closed'
  message: string
  /** That could not be opened. */
  terminal?: string
}

/** What `GET /live/hello` answers. */
export interface Hello {
  /** Ids of the steps that were done, by lab. */
  progress: Record<string, string[]>
  /** Labs that have a machine now. */
  machines: Record<string, { id: string; kind: string }>
  /** In a class: who the page belongs to. */
  class?: { role: 'teacher' } | { role: 'learner'; name: string }
  /** A class can be opened from the page: `POST /live/class`. */
  opensClasses?: boolean
}
