/**
 * What is said to `guest/agent.py` over one serial line, and what it says: frames of a kind (1 byte), a stream's number (2), a
 * length (2) and so many bytes, big-endian. The line drops what the machine has no room for, so no more is sent than the agent
 * has said to have read, but for a little.
 */
import type { Port } from './emulator.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** To the agent. */
export const SAY = {
  ...{ greet: 1, open: 2, data: 3, resize: 4, end: 5, pause: 6, goOn: 7, hold: 8, adopt: 9 },
} as const
/** From it. */
export const HEAR = { ready: 1, credit: 2, output: 3, errors: 4, exit: 5, held: 6, hello: 7 } as const

const HEADER = 5
/** Bytes of one piece, and pieces under way: v86 has room for 16 of 4096 bytes, the terminal behind it for 4095 bytes. */
const PIECE = 1024
const UNDER_WAY = 3
/** Bytes of one frame. */
const LARGEST = 4096

export interface Frame {
  kind: number
  stream: number
  data: Bytes
}

export class Link {
  readonly #port: Port
  readonly #hear: (frame: Frame) => void
  #heard: Bytes = new Uint8Array()
  /** Pieces that wait to be sent. */
  readonly #waiting: Bytes[] = []
  /** How many bytes of each piece under way the agent has not read. */
  readonly #underWay: number[] = []
  #idle: (() => void)[] = []
  /** While it is held: what is said then. */
  #later: Bytes[] | undefined

  constructor(port: Port, hear: (frame: Frame) => void) {
    this.#port = port
    this.#hear = hear
    port.onData((data) => this.#take(data))
  }

  say(kind: number, stream = 0, data: Uint8Array = new Uint8Array()): void {
    for (let at = 0; at === 0 || at < data.length; at += LARGEST)
      this.#sayFrame(kind, stream, data.subarray(at, at + LARGEST))
  }

  sayJson(kind: number, stream: number, value: unknown): void {
    this.#sayFrame(kind, stream, new TextEncoder().encode(JSON.stringify(value)))
  }

  /** Resolves when all that was said has been read. */
  async quiet(): Promise<void> {
    if (this.#underWay.length > 0) await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  /** What is said from now on waits until `goOn`. */
  hold(): void {
    this.#later ??= []
  }

  goOn(): void {
    this.#waiting.push(...(this.#later ?? []))
    this.#later = undefined
    this.#send()
  }

  /** Nothing is under way to the agent, and no frame of it has come in part. */
  get isBetweenFrames(): boolean {
    return this.#underWay.length === 0 && this.#heard.length === 0
  }

  /** Another machine is at the other end, which has heard nothing yet. */
  forget(): void {
    this.#waiting.length = 0
    this.#later = undefined
    this.#underWay.length = 0
    this.#heard = new Uint8Array()
    for (const wake of this.#idle.splice(0)) wake()
  }

  #sayFrame(kind: number, stream: number, data: Uint8Array): void {
    const frame = new Uint8Array(HEADER + data.length)
    const view = new DataView(frame.buffer)
    view.setUint8(0, kind)
    view.setUint16(1, stream)
    view.setUint16(3, data.length)
    frame.set(data, HEADER)
    for (let at = 0; at < frame.length; at += PIECE)
      (this.#later ?? this.#waiting).push(frame.slice(at, at + PIECE))
    this.#send()
  }

  #send(): void {
    while (this.#underWay.length < UNDER_WAY) {
      const piece = this.#waiting.shift()
      if (!piece) break
      this.#underWay.push(piece.length)
      this.#port.send(piece)
    }
    if (this.#underWay.length === 0) for (const wake of this.#idle.splice(0)) wake()
  }

  #credit(bytes: number): void {
    let left = bytes
    while (left > 0 && this.#underWay[0] !== undefined) {
      const read = Math.min(left, this.#underWay[0])
      left -= read
      this.#underWay[0] -= read
      if (this.#underWay[0] === 0) this.#underWay.shift()
    }
    this.#send()
  }

  #take(data: Bytes): void {
    this.#heard = joined(this.#heard, data)
    while (this.#heard.length >= HEADER) {
      const view = new DataView(this.#heard.buffer, this.#heard.byteOffset)
      const end = HEADER + view.getUint16(3)
      if (this.#heard.length < end) return
      const frame = {
        kind: view.getUint8(0),
        stream: view.getUint16(1),
        data: this.#heard.slice(HEADER, end),
      }
      this.#heard = this.#heard.slice(end)
      if (frame.kind === HEAR.credit) this.#credit(new DataView(frame.data.buffer).getUint32(0))
      else this.#hear(frame)
    }
  }
}

const joined = (first: Bytes, second: Bytes): Bytes => {
  if (first.length === 0) return second.slice()
  const both = new Uint8Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}
