/** What the pages of a class show, from what is known of it and who is there. */
import type { ClassState, LabState, LearnerState, WorkState } from '../../class/state.ts'
import type {
  Failure,
  LabView,
  LearnerRow,
  LearnerView,
  StuckLimits,
  TeacherView,
  WorkView,
} from '../../class/view.ts'
import type { Member } from './member.ts'

/** Commands that fell short, of which the teacher is told. */
const FAILURES = 20

/** How learners get in. */
export type JoinView = NonNullable<TeacherView['join']>

export interface TeacherViewOptions {
  state: ClassState
  /** Those who are here; none in an archive. */
  members: readonly Member[]
  stuck: StuckLimits
  /** Absent where nobody can join any more. */
  join?: JoinView
  trouble: string
}

export const teacherView = ({ state, members, stuck, join, trouble }: TeacherViewOptions): TeacherView => {
  const { title, opened, ended, isDoorOpen, machine, messages } = state
  const isOver = ended !== undefined || !join
  const here = new Map(members.map((member) => [member.learner.id, member]))
  return {
    ...{ role: 'teacher', title, opened, isDoorOpen, machine, stuck, messages, trouble },
    ...(ended === undefined ? {} : { ended }),
    ...(isOver ? {} : { join }),
    // An archive stands still at its last moment, so that nobody in it waits for longer and longer.
    now: isOver ? lastMoment(state) : Date.now(),
    readOnly: isOver,
    labs: state.labs.map(labView),
    learners: [...state.learners.values()].map((learner) => rowOf(learner, here.get(learner.id))),
    failures: failuresOf(state),
  }
}

/** What all learners see alike: how far the class is. */
export const sharedView = ({ title, ended, labs, learners }: ClassState): SharedView => {
  const all = [...learners.values()]
  const doneBy = (lab: string, step: string): number =>
    all.filter((learner) => learner.labs.get(lab)?.done.has(step)).length
  return {
    ...{ role: 'learner', title, learners: all.length },
    ...(ended === undefined ? {} : { ended }),
    labs: labs.map((lab) => ({
      ...labView(lab),
      done: Object.fromEntries(lab.steps.map(({ id }) => [id, doneBy(lab.name, id)])),
    })),
  }
}

type SharedView = Pick<LearnerView, 'role' | 'title' | 'ended' | 'labs' | 'learners'>

export const learnerView = (
  shared: SharedView,
  { messages }: ClassState,
  { learner, watchers }: Member,
): LearnerView => {
  return {
    ...shared,
    name: learner.name,
    ...(learner.hand ? { hand: learner.hand } : {}),
    letsType: learner.letsType,
    watched: watchers > 0,
    messages: messages.filter(({ to }) => to === null || to === learner.id),
  }
}

const labView = ({ name, title, steps, open, until, pace }: LabState): LabView => ({
  ...{ name, title, open, until, pace },
  steps: steps.map((step) => ({ id: step.id, title: step.title })),
})

const rowOf = (learner: LearnerState, member: Member | undefined): LearnerRow => {
  const { id, name, joined, hand, letsType, lab, labs } = learner
  return {
    ...{
      id,
      name,
      joined,
      letsType,
      pages: member?.presence ?? 0,
      machine: member?.machine ?? { state: 'none' },
    },
    ...(hand ? { hand } : {}),
    ...(lab === undefined ? {} : { lab }),
    labs: Object.fromEntries([...labs].map(([key, work]) => [key, workView(work)])),
  }
}

const workView = ({
  begun,
  at,
  done,
  progressed,
  failed,
  tries,
  helped,
  lastFailure,
}: WorkState): WorkView => ({
  ...{ begun, at, progressed, failed, tries, helped },
  done: Object.fromEntries([...done].map(([step, { at: when }]) => [step, when])),
  ...(lastFailure ? { lastFailure } : {}),
})

const failuresOf = ({ learners }: ClassState): Failure[] => {
  const all = new Map<string, Failure>()
  for (const { labs } of learners.values()) {
    for (const [lab, { failures }] of labs) {
      for (const [key, { step, text, count, reason }] of failures) {
        const before = all.get(`${lab} ${key}`)
        const sum = { count: (before?.count ?? 0) + count, learners: (before?.learners ?? 0) + 1 }
        all.set(`${lab} ${key}`, { lab, step, text, reason, ...sum })
      }
    }
  }
  return [...all.values()].sort((a, b) => b.count - a.count).slice(0, FAILURES)
}

const lastMoment = ({ opened, ended, learners }: ClassState): number =>
  ended ??
  Math.max(
    opened,
    ...[...learners.values()].flatMap(({ joined, labs }) => [
      joined,
      ...[...labs.values()].map(({ progressed }) => progressed),
    ]),
  )
