import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { HeldOutput, type Place } from '../../../site/theme/terminal/held-output.ts'

let drawn: [string, number][]
let held: HeldOutput

beforeEach(() => {
  vi.useFakeTimers()
  drawn = []
  held = new HeldOutput((data, { offset }) => drawn.push([data, offset]))
})
afterEach(() => {
  held[Symbol.dispose]()
  vi.useRealTimers()
})

const at = (offset: number, replayed = false): Place => ({ offset, replayed })

it('draws at once what is seen', () => {
  held.push('one', at(3))
  held.push('two', at(6))
  expect(drawn).toEqual([
    ['one', 3],
    ['two', 6],
  ])
})

it('draws what nobody sees every three seconds, in its order', () => {
  held.isSeen = false
  held.push('one', at(3))
  held.push('two', at(6))
  expect(drawn).toEqual([])
  vi.advanceTimersByTime(3000)
  expect(drawn).toEqual([['onetwo', 6]])
})

it('holds nothing back once it is seen', () => {
  held.isSeen = false
  held.push('one', at(3))
  held.isSeen = true
  expect(drawn).toEqual([['one', 3]])
  vi.advanceTimersByTime(3000)
  expect(drawn).toHaveLength(1)
})

it('does not let the terminal wait where much comes', () => {
  held.isSeen = false
  held.push('x'.repeat(64 * 1024), at(64 * 1024))
  expect(drawn).toHaveLength(1)
})

it('keeps what was printed before the page came apart from what comes now', () => {
  held.isSeen = false
  held.push('before', at(6, true))
  held.push('now', at(9))
  held.flush()
  expect(drawn).toEqual([
    ['before', 6],
    ['now', 9],
  ])
})

it('draws nothing once it is gone', () => {
  held.isSeen = false
  held.push('one', at(3))
  held[Symbol.dispose]()
  vi.advanceTimersByTime(3000)
  expect(drawn).toEqual([])
})
