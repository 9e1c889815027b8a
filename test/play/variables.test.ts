import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Lab } from '../../runner/lab/lab.ts'
import { initialVariables } from '../../runner/play/variables.ts'
import { labOf, lesson } from '../lab/lesson.ts'

const lab = labOf(lesson('Prose.'))
const varied = (vary: Lab['vary'], seed: string) =>
  initialVariables({ ...lab, vary }, { 'host.name': 'host' }, seed)

const range = fc
  .tuple(fc.integer({ min: -1000, max: 70_000 }), fc.integer({ min: 0, max: 70_000 }))
  .map(([from, more]) => ({ from, to: from + more }))
const ranges = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/), range, { maxKeys: 5 })

it('gives whole numbers within their range, both ends included, and the facts', () => {
  fc.assert(
    fc.property(ranges, fc.string(), (vary, seed) => {
      const variables = varied(vary, seed)
      expect(variables.get('host.name')).toBe('host')
      for (const [name, { from, to }] of Object.entries(vary)) {
        const value = Number(variables.get(name))
        expect(Number.isInteger(value) && from <= value && value <= to).toBe(true)
      }
    }),
  )
})

it('gives the same values for the same seed', () => {
  fc.assert(
    fc.property(ranges, fc.string(), (vary, seed) => {
      expect(varied(vary, seed)).toEqual(varied(vary, seed))
    }),
  )
})

it('spreads learners evenly over a range, and two names independently of each other', () => {
  const counts = new Map<string, number>()
  const pairs = new Set<string>()
  for (let seed = 0; seed < 4000; seed++) {
    const variables = varied({ port: { from: 0, to: 7 }, other: { from: 0, to: 7 } }, String(seed))
    const port = variables.get('port')!
    counts.set(port, (counts.get(port) ?? 0) + 1)
    pairs.add(`${port} ${variables.get('other')}`)
  }
  expect([...counts.keys()].sort()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7'])
  for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(120)
  expect(pairs.size).toBe(64)
})
