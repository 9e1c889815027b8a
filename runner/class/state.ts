/** What is known of a class, from its events alone: the same after a restart, and from an archive. Nothing here needs Node. */
import type { MachineKind } from '../machine/machine.ts'
import type { ClassLab, Recorded } from './events.ts'

export interface ClassState {
  title: string
  machine: MachineKind
  /** Milliseconds since 1970, as all times here. */
  opened: number
  ended?: number
  /** Newcomers may join. */
  isDoorOpen: boolean
  labs: LabState[]
  learners: Map<string, LearnerState>
  messages: Message[]
}

/** A lab, and what of it is open. */
export interface LabState extends ClassLab {
  open: boolean
  /** The last step that is open; null: all are. */
  until: string | null
  /** The step where the class is to be; null: everyone at their own pace. */
  pace: string | null
}

export interface LearnerState {
  id: string
  name: string
  seed: string
  joined: number
  hand?: { at: number; note: string }
  letsType: boolean
  /** The lab that they were in last. */
  lab?: string
  labs: Map<string, WorkState>
}

/** A learner's work on one lab. */
export interface WorkState {
  begun: number
  /** The step that they are at. */
  at: string
  done: Map<string, DoneStep>
  /** When a step, a command or an answer came right last. */
  progressed: number
  /** What fell short since then. */
  failed: number
  /** All that was tried. */
  tries: number
  /** How often the teacher typed. */
  helped: number
  lastFailure?: { step: string; text: string; reason: string; at: number }
  /** The machine as it was told last. */
  machine: { state: 'none' | 'ready' | 'stopped' | 'gone' | 'failed'; id: string }
  /** By step and text of the command or question: how often it fell short. */
  failures: Map<string, { step: string; text: string; count: number; reason: string }>
}

export interface DoneStep {
  at: number
  version: string
  machine: { kind: MachineKind; id: string }
}

export interface Message {
  seq: number
  at: number
  to: string | null
  text: string
}

export const emptyClass = (): ClassState => ({
  title: '',
  machine: 'scratch',
  opened: 0,
  isDoorOpen: true,
  labs: [],
  learners: new Map(),
  messages: [],
})

/** Takes an event in. One about a learner or lab that is not there (any more) changes nothing. */
export const apply = (state: ClassState, { seq, at, event }: Recorded): void => {
  switch (event.type) {
    case 'opened':
      state.opened = at
      state.title = event.title
      state.machine = event.machine
      state.labs = event.labs.map((lab) => ({ ...lab, open: true, until: null, pace: null }))
      return
    case 'resumed':
      delete state.ended
      state.machine = event.machine
      state.labs = event.labs.map((lab) => ({
        ...(state.labs.find(({ name }) => name === lab.name) ?? { open: true, until: null, pace: null }),
        ...lab,
      }))
      for (const { labs } of state.learners.values()) {
        for (const work of labs.values()) if (work.machine.state === 'ready') work.machine.state = 'gone'
      }
      return
    case 'ended':
      state.ended = at
      return
    case 'door':
      state.isDoorOpen = event.open
      return
    case 'message':
      state.messages.push({ seq, at, to: event.to, text: event.text })
      return
    case 'access':
    case 'pace': {
      const { type: _, lab: name, ...change } = event
      const lab = state.labs.find((each) => each.name === name)
      if (lab) Object.assign(lab, 'step' in change ? { pace: change.step } : change)
      return
    }
    case 'joined': {
      const { learner: id, name, seed } = event
      state.learners.set(id, { id, name, seed, joined: at, letsType: false, labs: new Map() })
      return
    }
    case 'removed':
      state.learners.delete(event.learner)
      return
    default: {
      const learner = state.learners.get(event.learner)
      if (learner) applyToLearner(learner, at, event)
    }
  }
}

type OfLearner = Extract<Recorded['event'], { learner: string }>
type LearnerEvent = Exclude<OfLearner, { type: 'joined' | 'removed' }>

const applyToLearner = (learner: LearnerState, at: number, event: LearnerEvent): void => {
  switch (event.type) {
    case 'hand':
      if (event.up) learner.hand = { at, note: event.note }
      else delete learner.hand
      return
    case 'lets-type':
      learner.letsType = event.on
      return
    case 'helped':
      workOf(learner, event.lab, at).helped++
      return
    case 'handled':
      return
    default:
      learner.lab = event.lab
      applyToWork(workOf(learner, event.lab, at), at, event)
  }
}

const workOf = ({ labs }: LearnerState, lab: string, at: number): WorkState => {
  let work = labs.get(lab)
  if (!work) {
    work = {
      ...{ begun: at, at: '', progressed: at, failed: 0, tries: 0, helped: 0 },
      done: new Map(),
      machine: { state: 'none', id: '' },
      failures: new Map(),
    }
    labs.set(lab, work)
  }
  return work
}

type WorkEvent = Extract<LearnerEvent, { type: 'went' | 'machine' | 'tried' | 'done' }>

const applyToWork = (work: WorkState, at: number, event: WorkEvent): void => {
  switch (event.type) {
    case 'went':
      work.at = event.step
      return
    case 'machine':
      work.machine = { state: event.state, id: event.id }
      return
    case 'done': {
      const { step, version, machine } = event
      work.done.set(step, { at, version, machine })
      progress(work, at)
      return
    }
    case 'tried': {
      const { step, text, reason } = event
      work.tries++
      if (event.ok) {
        progress(work, at)
        return
      }
      work.failed++
      work.lastFailure = { step, text, reason, at }
      const key = JSON.stringify([step, text])
      const count = (work.failures.get(key)?.count ?? 0) + 1
      work.failures.set(key, { step, text, count, reason })
    }
  }
}

const progress = (work: WorkState, at: number): void => {
  work.progressed = at
  work.failed = 0
  delete work.lastFailure
}
