import { describe, expect, it } from 'vitest'
import type { Machine } from '../../../runner/machine/machine.ts'
import { goOn } from '../../../site/theme/machine/going-on.ts'
import { SetUpSteps } from '../../../site/theme/machine/set-up-steps.ts'
import { block, labOf, lesson } from '../../lab/lesson.ts'

const lab = labOf(
  lesson(
    [
      block('setup', '$ touch one'),
      block('console', '$ ls', '{file}'),
      '## Two {#two}',
      block('setup', '$ touch two'),
      block('console', '$ ls'),
      '## Three {#three}',
      block('setup', '$ touch three'),
      block('console', '$ ls'),
    ].join('\n'),
  ),
)

/** A machine of which nothing is asked but facts. */
const blank: Machine = {
  kind: 'browser',
  id: 'k3f9',
  facts: { 'host.name': 'host' },
  pace: 1,
  open: () => Promise.reject(new Error('not here')),
  exec: () => Promise.reject(new Error('not here')),
  reset: async () => {},
  [Symbol.asyncDispose]: async () => {},
}
const kindsOf = ({ steps }: typeof lab) => steps.map(({ blocks }) => blocks.map(({ kind }) => kind))

describe('a lab on a machine that was saved', () => {
  it('sets up only the steps that the learner was not at, and knows what was captured', () => {
    const { lab: own, machine } = goOn(lab, {
      ready: ['one', 'two'],
      variables: { file: 'one', 'host.name': 'old' },
    })
    expect(kindsOf(own)).toEqual([['console'], ['console'], ['setup', 'console']])
    expect(machine(blank).facts).toEqual({ file: 'one', 'host.name': 'host' })
  })

  it('is the lab as it was once the machine is as new, and steps are still found in it', async () => {
    const { lab: own, machine } = goOn(lab, { ready: ['one', 'two'], variables: { file: 'one' } })
    const step = own.steps[1]!
    const saved = machine(blank)
    await saved.reset()
    expect(own).toEqual(lab)
    expect(own.steps.indexOf(step)).toBe(1)
    expect(saved.facts).toEqual({ 'host.name': 'host' })
  })

  it('leaves the lab itself alone', () => {
    goOn(lab, { ready: ['one', 'two', 'three'], variables: {} })
    expect(kindsOf(lab)).toEqual([
      ['setup', 'console'],
      ['setup', 'console'],
      ['setup', 'console'],
    ])
  })
})

describe('the steps that were set up on a machine', () => {
  const resetting = { state: 'resetting', kind: 'browser', id: 'k3f9', life: 2 } as const

  it('are those that the learner was at, and those of the machine before it was saved', () => {
    const steps = new SetUpSteps(lab, ['one'])
    steps.went('demo', 'three')
    expect(steps.all).toEqual(['one', 'three'])
  })

  it('are only that of now on a new machine, or also those that are played again', () => {
    const steps = new SetUpSteps(lab, [])
    for (const step of ['one', 'three', 'two']) steps.went('demo', step)
    steps.resets(false)
    steps.machine('demo', resetting)
    expect(steps.all).toEqual(['two'])
    steps.resets(true)
    steps.machine('demo', resetting)
    expect(steps.all).toEqual(['one', 'two'])
  })
})
