import { HostMachine } from '../../runner/machine/host/host.ts'
import type { PlayEvent } from '../../runner/play/events.ts'
import { play } from '../../runner/play/play.ts'
import type { LabResult } from '../../runner/play/result.ts'
import type { Sink } from '../../runner/report/reporter.ts'
import { labOf, lesson } from '../lab/lesson.ts'

/** What a harmless lesson of one step gives out when it is played on this computer. */
export const playOnHost = async (body: string, file = 'labs/demo/index.md'): Promise<PlayEvent[]> => {
  await using machine = await HostMachine.create()
  const events: PlayEvent[] = []
  for await (const event of play(labOf(lesson(body), file), machine, { seed: 's', cleanup: false }))
    events.push(event)
  return events
}

export const resultsOf = (events: readonly PlayEvent[]): LabResult[] =>
  events.flatMap((event) => (event.type === 'lab-ended' ? [event.result] : []))

/** Keeps what is written. */
export class Paper implements Sink {
  text = ''
  readonly live: boolean
  readonly color: boolean
  constructor({ live = false, color = false } = {}) {
    this.live = live
    this.color = color
  }
  write(text: string): void {
    this.text += text
  }
}
