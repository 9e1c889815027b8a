import { describe, expect, it } from 'vitest'
import { TEXT_LIMIT } from '../../../runner/class/events.ts'
import { accessTo, isStepOpen, neighboursIn } from '../../../site/theme/class/access.ts'
import { TEXT_LIMIT as PAGE_LIMIT } from '../../../site/theme/class/limits.ts'

const lab = (name: string, open = true, until: string | null = null) => ({
  ...{ name, title: name, open, until, pace: null, done: {} },
  steps: ['one', 'two', 'three'].map((id) => ({ id, title: id })),
})
const view = { labs: [lab('a'), lab('b', false), lab('c', true, 'two')] }

describe('what a learner may see', () => {
  it('is everything outside a class', () => {
    expect(accessTo(undefined, 'a')).toBe('open')
    expect(isStepOpen(undefined, 'a', 'three')).toBe(true)
  })

  it('is what is open of the class’s labs', () => {
    expect(['a', 'b', 'c', 'd'].map((name) => accessTo(view, name))).toEqual([
      'open',
      'closed',
      'open',
      'outside',
    ])
  })

  it('is, of a lab, the steps up to the last open one; of a closed lab, none', () => {
    const open = (name: string) => ['one', 'two', 'three'].map((step) => isStepOpen(view, name, step))
    expect(open('a')).toEqual([true, true, true])
    expect(open('b')).toEqual([false, false, false])
    expect(open('c')).toEqual([true, true, false])
    expect(open('d')).toEqual([true, true, true])
  })
})

describe('the way from lab to lab', () => {
  it('leads over closed ones, and not out of the class', () => {
    expect(neighboursIn(view, 'a')).toEqual({ next: view.labs[2] })
    expect(neighboursIn(view, 'b')).toEqual({ previous: view.labs[0], next: view.labs[2] })
    expect(neighboursIn(view, 'c')).toEqual({ previous: view.labs[0] })
    expect(neighboursIn(view, 'd')).toEqual({})
  })
})

it('a page takes as many characters as the server does', () => {
  expect(PAGE_LIMIT).toBe(TEXT_LIMIT)
})
