import { expect, it } from 'vitest'
import { timeoutOf, withinOf } from '../../runner/play/patience.ts'
import { block, labOf, lesson } from '../lab/lesson.ts'

const blockOf = (options: string) =>
  labOf(lesson(block(`console${options}`, 'host$ echo one', 'one'))).steps[0]!.blocks[0]!
const machine = (pace: number) => ({ pace }) as never

it('a slow machine is given as many times as long as it is slower', () => {
  const patient = blockOf(' within=5s timeout=30s')
  expect(withinOf(machine(1), patient)).toBe(5000)
  expect(withinOf(machine(23), patient)).toBe(115_000)
  expect(timeoutOf({ machine: machine(1), timeout: 20_000 }, patient)).toBe(30_000)
  expect(timeoutOf({ machine: machine(23), timeout: 20_000 }, patient)).toBe(690_000)
})

it('what the lesson says nothing of is as usual, or not at all', () => {
  const plain = blockOf('')
  expect(timeoutOf({ machine: machine(2), timeout: 20_000 }, plain)).toBe(40_000)
  expect(withinOf(machine(2), plain)).toBeUndefined()
})
