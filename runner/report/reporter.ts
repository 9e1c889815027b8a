import type { PlayEvent } from '../play/events.ts'
import type { Failure, RunResult, Skipped } from './run.ts'

/** Shows what plays give out. Several labs may be played at once: each event says which lab it is of. */
export interface Reporter {
  event?(event: PlayEvent): void
  /** A lab whose machine could not be had, or went away. */
  failed?(failure: Failure): void
  /** A lab that is not played on this kind of machine. */
  skipped?(skipped: Skipped): void
  /** A signal ended the run; `end` does not come. */
  stopped?(): void
  /** All labs have ended. */
  end(run: RunResult): void
}

/** Where a reporter writes: standard output, or a file. */
export interface Sink {
  write(text: string): void
  /** A person looks at it on a terminal. */
  readonly live: boolean
  readonly color: boolean
}
