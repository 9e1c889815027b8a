/** What the pages of a class show: plain data, whole each time. Nothing here needs Node. */
import type { MachineState } from '../learn/state.ts'
import type { MachineKind } from '../machine/machine.ts'
import type { Message } from './state.ts'

/** A lab as both teacher and learners see it. */
export interface LabView {
  name: string
  title: string
  steps: { id: string; title: string }[]
  open: boolean
  /** The last step that is open; null: all are. */
  until: string | null
  /** The step where the class is to be; null: everyone at their own pace. */
  pace: string | null
}

export interface TeacherView {
  role: 'teacher'
  title: string
  /** Milliseconds since 1970, as all times here. */
  opened: number
  ended?: number
  /** The server's clock. */
  now: number
  /** It can only be looked at: an archive, or a class that has ended. */
  readOnly: boolean
  /** How learners get in; absent where nobody can. */
  join?: {
    address: string
    code: string
    /** The address as a QR code, an SVG document. */
    qr: string
  }
  /** Newcomers may join; if not, only those who have been here before. */
  isDoorOpen: boolean
  machine: MachineKind
  /** From when on a learner counts as stuck. */
  stuck: StuckLimits
  labs: LabView[]
  learners: LearnerRow[]
  messages: Message[]
  /** What fell short most, the worst first. */
  failures: Failure[]
  /** What is the matter with the class itself, such as a full disk; empty where nothing is. */
  trouble: string
}

export interface StuckLimits {
  /** Milliseconds without progress. */
  after: number
  /** Tries that fell short since the last progress. */
  tries: number
}

export interface LearnerRow {
  id: string
  name: string
  joined: number
  /** Pages that are connected; 0: they are away. */
  pages: number
  hand?: { at: number; note: string }
  /** The teacher may type in their terminals. */
  letsType: boolean
  /** The lab that they are in. */
  lab?: string
  /** That lab's machine. */
  machine: Pick<MachineState, 'state' | 'trouble'>
  /** By lab, as far as they have begun it. */
  labs: Record<string, WorkView>
}

export interface WorkView {
  begun: number
  /** The id of the step that they are at; empty before the first. */
  at: string
  /** When each step was done. */
  done: Record<string, number>
  progressed: number
  /** What fell short since the last progress. */
  failed: number
  tries: number
  /** How often the teacher typed. */
  helped: number
  lastFailure?: { step: string; text: string; reason: string; at: number }
}

export interface Failure {
  lab: string
  step: string
  /** The command, or the question's title. */
  text: string
  /** How often it fell short, and with how many learners. */
  count: number
  learners: number
  /** Why, the last time. */
  reason: string
}

export interface LearnerView {
  role: 'learner'
  title: string
  name: string
  ended?: number
  /** `done` counts the learners who have done each step. */
  labs: (LabView & { done: Record<string, number> })[]
  /** All who have joined. */
  learners: number
  hand?: { at: number; note: string }
  letsType: boolean
  /** The teacher looks at this learner's terminals now. */
  watched: boolean
  messages: Message[]
}

export type ClassView = TeacherView | LearnerView
