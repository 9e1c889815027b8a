import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Frame, HEAR, Link, SAY } from '../../../runner/machine/browser/link.ts'

type Bytes = Uint8Array<ArrayBuffer>

const frame = (kind: number, stream: number, data: Uint8Array): Bytes => {
  const bytes = new Uint8Array(5 + data.length)
  const view = new DataView(bytes.buffer)
  view.setUint8(0, kind)
  view.setUint16(1, stream)
  view.setUint16(3, data.length)
  bytes.set(data, 5)
  return bytes
}

const credit = (bytes: number): Bytes => {
  const data = new Uint8Array(4)
  new DataView(data.buffer).setUint32(0, bytes)
  return frame(HEAR.credit, 0, data)
}

/** A line at whose other end the test is. */
class TestLine {
  readonly sent: Bytes[] = []
  hear: (data: Bytes) => void = () => {}
  readonly port = {
    send: (data: Bytes) => void this.sent.push(data),
    onData: (listener: (data: Bytes) => void) => {
      this.hear = listener
    },
  }

  /** Reads all that comes, in pieces of some size. */
  readAll(size: number): Uint8Array {
    let read: number[] = []
    for (let piece = this.sent.shift(); piece; piece = this.sent.shift()) {
      read = [...read, ...piece]
      for (let at = 0; at < piece.length; at += size) this.hear(credit(Math.min(size, piece.length - at)))
    }
    return Uint8Array.from(read)
  }
}

const bytes = (max: number) => fc.uint8Array({ maxLength: max }).map((data) => new Uint8Array(data))

describe('what is said over a line', () => {
  it('comes out as it went in, however it is cut', () => {
    const said = fc.array(fc.record({ stream: fc.nat(65_535), data: bytes(6000) }), { maxLength: 6 })
    fc.assert(
      fc.property(said, fc.integer({ min: 1, max: 2000 }), (all, size) => {
        const line = new TestLine()
        const link = new Link(line.port, () => {})
        for (const { stream, data } of all) link.say(SAY.data, stream, data)
        const read = line.readAll(size)
        const heard: Frame[] = []
        const other = new TestLine()
        new Link(other.port, (frame) => heard.push(frame))
        for (let at = 0; at < read.length; at += size) other.hear(read.slice(at, at + size) as Bytes)
        const joined = new Map<number, number[]>()
        for (const { stream, data } of heard) joined.set(stream, [...(joined.get(stream) ?? []), ...data])
        for (const stream of new Set(all.map((each) => each.stream)))
          expect(joined.get(stream)).toEqual(
            all.filter((each) => each.stream === stream).flatMap(({ data }) => [...data]),
          )
      }),
      { numRuns: 50 },
    )
  })

  it('never has more under way than the line has room for', () => {
    const line = new TestLine()
    const link = new Link(line.port, () => {})
    link.say(SAY.data, 1, new Uint8Array(50_000))
    for (let n = 0; n < 200; n++) link.say(SAY.data, 2, new Uint8Array(3))
    let underWay = 0
    let most = 0
    let total = 0
    for (;;) {
      const pieces = line.sent.splice(0)
      const came = pieces.reduce((sum, piece) => sum + piece.length, 0)
      underWay += came
      total += came
      most = Math.max(most, underWay)
      expect(pieces.length).toBeLessThanOrEqual(3)
      if (underWay === 0) break
      const read = Math.min(underWay, 700)
      underWay -= read
      line.hear(credit(read))
    }
    // N_TTY has room for 4095 bytes.
    expect(most).toBeLessThan(4095)
    expect(total).toBe(50_000 + 13 * 5 + 200 * 8)
  })

  it('is quiet once all of it has been read', async () => {
    const line = new TestLine()
    const link = new Link(line.port, () => {})
    link.say(SAY.data, 1, new Uint8Array(5000))
    let quiet = false
    const waiting = link.quiet().then(() => {
      quiet = true
    })
    await Promise.resolve()
    expect(quiet).toBe(false)
    line.readAll(1000)
    await waiting
    expect(quiet).toBe(true)
  })

  it('is forgotten where another machine is at the other end', async () => {
    const line = new TestLine()
    const heard: Frame[] = []
    const link = new Link(line.port, (frame) => heard.push(frame))
    link.say(SAY.data, 1, new Uint8Array(50_000))
    line.hear(frame(HEAR.output, 1, new Uint8Array(10)).slice(0, 8) as Bytes)
    link.forget()
    line.sent.length = 0
    await link.quiet()
    link.say(SAY.hold)
    expect(line.sent.map((piece) => [...piece])).toEqual([[SAY.hold, 0, 0, 0, 0]])
    line.hear(frame(HEAR.held, 0, new Uint8Array()))
    expect(heard).toEqual([{ kind: HEAR.held, stream: 0, data: new Uint8Array() }])
  })
  it('waits while the line is held, and comes in order then', () => {
    const line = new TestLine()
    const link = new Link(line.port, () => {})
    link.say(SAY.hold)
    link.hold()
    link.say(SAY.data, 1, Uint8Array.of(1))
    line.readAll(100)
    link.say(SAY.data, 1, Uint8Array.of(2))
    expect(line.sent).toHaveLength(0)
    expect(link.isBetweenFrames).toBe(true)
    link.goOn()
    expect(link.isBetweenFrames).toBe(false)
    expect([...line.readAll(100)]).toEqual([
      ...frame(SAY.data, 1, Uint8Array.of(1)),
      ...frame(SAY.data, 1, Uint8Array.of(2)),
    ])
  })
})
