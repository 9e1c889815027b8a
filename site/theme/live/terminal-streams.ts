/** What the page has of each terminal: how far, and of which machine; so that after a loss it goes on just there. */
import type { MachineState } from '../../../runner/learn/state.ts'
import type { Reply, Request } from '../../../runner/serve/messages.ts'

export interface Size {
  columns: number
  rows: number
}

/** Whoever shows a terminal. */
export interface TerminalViewer {
  /** `replayed`: printed before the page had joined, so queries in it are not to be answered. `offset` is that of its end. */
  output(data: string, at: { replayed: boolean; offset: number }): void
  /** Some of what was printed is not kept any more: `output` goes on after a gap. */
  gap(): void
  /** Another machine, another terminal: nothing of the old one is left. */
  restarted(): void
  /** The shell has ended. */
  ended(): void
}

interface Stream {
  size: Size
  /** The machine's id; undefined when only its life is known yet. */
  machine: string | undefined
  life: number
  /** Characters that the page has. */
  offset: number
  /** The server has been asked for it on this connection. */
  joined: boolean
  /** The next output answers an `open`: it is what was printed before. */
  joining: boolean
}

type Plain = Exclude<Request, { id: string }>
type Output = Extract<Reply, { type: 'output' }>

/** Characters of one `input`: however they are escaped, a message stays under the limit. */
const INPUT = 8192

export class TerminalStreams {
  readonly #streams = new Map<string, Stream>()
  readonly #viewers = new Map<string, Set<TerminalViewer>>()
  readonly #listeners = new Set<(terminal: string) => void>()
  readonly #say: (request: Plain) => boolean
  /** Undefined until there is a machine that is ready. */
  #machine: MachineState | undefined

  /** @param say says a request if there is a connection, and returns whether there was */
  constructor(say: (request: Plain) => boolean) {
    this.#say = say
  }

  /** Opens or joins a terminal as soon as there is a machine, and again after each loss, until `close` or its end. */
  open(terminal: string, size: Size): void {
    const known = this.#streams.get(terminal)
    const stream = known ?? {
      size,
      machine: this.#machine?.id,
      life: this.#machine?.life ?? 0,
      offset: 0,
      joined: false,
      joining: false,
    }
    stream.size = size
    this.#streams.set(terminal, stream)
    if (this.#machine && !stream.joined) this.#join(terminal, stream)
  }

  /** Ends a terminal's shell. */
  close(terminal: string): void {
    this.#streams.delete(terminal)
    this.#say({ type: 'close', terminal })
  }

  /** Nobody shows it any more; its shell goes on. Who opens it again gets all of it. */
  leave(terminal: string): void {
    this.#streams.delete(terminal)
  }

  /** Types. @returns whether it went out: what is typed while the connection is lost is not said later */
  input(terminal: string, data: string): boolean {
    if (!this.#streams.get(terminal)?.joined) return false
    for (let at = 0; at < data.length; at += INPUT)
      if (!this.#say({ type: 'input', terminal, data: data.slice(at, at + INPUT) })) return false
    return true
  }

  resize(terminal: string, size: Size): void {
    const stream = this.#streams.get(terminal)
    if (!stream || (stream.size.columns === size.columns && stream.size.rows === size.rows)) return
    stream.size = size
    if (stream.joined) this.#say({ type: 'resize', terminal, ...size })
  }

  /** Everything before `offset` has been shown: a terminal that is far ahead waits for this. */
  seen(terminal: string, offset: number): void {
    if (this.#streams.get(terminal)?.joined) this.#say({ type: 'seen', terminal, offset })
  }

  /** @returns a function that ends it */
  onOutput(terminal: string, viewer: TerminalViewer): () => void {
    const viewers = this.#viewers.get(terminal) ?? new Set()
    this.#viewers.set(terminal, viewers.add(viewer))
    return () => viewers.delete(viewer)
  }

  /** Tells of every terminal that prints a line. @returns a function that ends it */
  onActivity(listener: (terminal: string) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The connection is lost. The next state tells whether the machine is still the same; joining waits for it. */
  lost(): void {
    this.#machine = undefined
    for (const stream of this.#streams.values()) stream.joined = false
  }

  /** The machine as the server tells of it. On another one, every terminal starts anew. */
  onMachine(machine: MachineState): void {
    if (machine.state !== 'ready') {
      this.lost()
      return
    }
    this.#machine = machine
    for (const [terminal, stream] of this.#streams) {
      const same = stream.life === machine.life && (stream.machine ?? machine.id) === machine.id
      if (!same) this.#restart(terminal, stream, machine.life)
      stream.machine = machine.id
      if (!stream.joined) this.#join(terminal, stream)
    }
  }

  heard({ terminal, life, from, data, replayed }: Output): void {
    const stream = this.#streams.get(terminal)
    if (!stream || life < stream.life) return
    if (life > stream.life) {
      this.#restart(terminal, stream, life)
      stream.joined = true
    }
    const at = { replayed: replayed ?? stream.joining, offset: from + data.length }
    stream.joining = false
    const fresh = data.slice(Math.max(0, stream.offset - from))
    if (fresh === '') return
    if (from > stream.offset) this.#tell(terminal, (viewer) => viewer.gap())
    stream.offset = at.offset
    this.#tell(terminal, (viewer) => viewer.output(fresh, at))
    // A prompt that is drawn again, at a new width or on a new machine, is nothing new.
    if (!at.replayed && fresh.includes('\n')) for (const listener of this.#listeners) listener(terminal)
  }

  ended(terminal: string, life: number): void {
    const stream = this.#streams.get(terminal)
    if (!stream || life < stream.life) return
    this.#streams.delete(terminal)
    this.#tell(terminal, (viewer) => viewer.ended())
  }

  #join(terminal: string, stream: Stream): void {
    stream.joining = true
    stream.joined = this.#say({ type: 'open', terminal, ...stream.size, from: stream.offset })
  }

  /** A stream that nothing has come from yet has nothing to clear. */
  #restart(terminal: string, stream: Stream, life: number): void {
    const was = stream.offset
    Object.assign(stream, { life, machine: undefined, offset: 0, joined: false })
    if (was > 0) this.#tell(terminal, (viewer) => viewer.restarted())
  }

  #tell(terminal: string, what: (viewer: TerminalViewer) => void): void {
    for (const viewer of this.#viewers.get(terminal) ?? []) what(viewer)
  }
}
