import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MachineState } from '../../../runner/learn/state.ts'
import { MESSAGE_LIMIT, Request } from '../../../runner/serve/messages.ts'
import { TerminalStreams } from '../../../site/theme/live/terminal-streams.ts'

const ready: MachineState = { state: 'ready', kind: 'scratch', id: 'one', life: 1 }
const size = { columns: 80, rows: 24 }

function terminal() {
  const said: Request[] = []
  const seen = { text: '', gaps: 0 }
  const streams = new TerminalStreams((request) => {
    said.push(Request.parse(request))
    expect(JSON.stringify(request).length).toBeLessThan(MESSAGE_LIMIT)
    return true
  })
  streams.onOutput('host', {
    output: (data) => {
      seen.text += data
    },
    gap: () => {
      seen.gaps++
    },
    restarted: () => {},
    ended: () => {},
  })
  return { streams, said, seen }
}

describe('the stream of a terminal', () => {
  it('is the same however its pieces overlap', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.array(fc.tuple(fc.nat(), fc.nat())), (text, cuts) => {
        const { streams, seen } = terminal()
        streams.onMachine(ready)
        streams.open('host', size)
        let known = 0
        for (const [one, other] of cuts) {
          const from = one % (known + 1)
          const to = from + (other % (text.length - from + 1))
          streams.heard({ type: 'output', terminal: 'host', life: 1, from, data: text.slice(from, to) })
          known = Math.max(known, to)
        }
        expect(seen.text).toBe(text.slice(0, known))
        expect(seen.gaps).toBe(0)
      }),
    )
  })

  it('tells of a gap where the oldest is not kept', () => {
    const { streams, seen } = terminal()
    streams.onMachine(ready)
    streams.open('host', size)
    streams.heard({ type: 'output', terminal: 'host', life: 1, from: 100, data: 'late' })
    expect(seen).toEqual({ text: 'late', gaps: 1 })
  })

  it('hears nothing of a machine that is gone', () => {
    const { streams, seen } = terminal()
    streams.onMachine({ ...ready, life: 2 })
    streams.open('host', size)
    streams.heard({ type: 'output', terminal: 'host', life: 1, from: 0, data: 'old' })
    expect(seen.text).toBe('')
  })

  it('waits for a machine before it is opened', () => {
    const { streams, said } = terminal()
    streams.open('host', size)
    streams.onMachine({ ...ready, state: 'starting' })
    expect(said).toEqual([])
    streams.onMachine(ready)
    streams.onMachine(ready)
    expect(said).toEqual([{ type: 'open', terminal: 'host', ...size, from: 0 }])
  })

  it('is whole for who shows it anew', () => {
    const { streams, said, seen } = terminal()
    streams.onMachine(ready)
    streams.open('host', size)
    streams.heard({ type: 'output', terminal: 'host', life: 1, from: 0, data: 'old' })
    streams.leave('host')
    streams.heard({ type: 'output', terminal: 'host', life: 1, from: 3, data: ' and new' })
    expect(seen.text).toBe('old')
    streams.open('host', size)
    expect(said).toHaveLength(2)
    expect(said.at(-1)).toEqual({ type: 'open', terminal: 'host', ...size, from: 0 })
  })

  it('sends a long paste in messages that the server takes', () => {
    const { streams, said } = terminal()
    streams.onMachine(ready)
    streams.open('host', size)
    const text = '\x01'.repeat(100_000)
    expect(streams.input('host', text)).toBe(true)
    expect(said.flatMap((request) => (request.type === 'input' ? request.data : [])).join('')).toBe(text)
  })

  it('is not said to have a size that it has already', () => {
    const { streams, said } = terminal()
    streams.onMachine(ready)
    streams.open('host', size)
    streams.resize('host', size)
    expect(said).toHaveLength(1)
    streams.resize('host', { columns: 100, rows: 24 })
    expect(said.at(-1)).toMatchObject({ type: 'resize', columns: 100 })
  })
})
