import pLimit from 'p-limit'
import { expect, it } from 'vitest'
import { LabMachine } from '../../runner/serve/lab-machine.ts'
import { labOf, lesson } from '../lab/lesson.ts'

const nothing = (): void => {}

it('is not made, where it is stopped before its turn has come', async () => {
  const turn = pLimit(1)
  let free = nothing
  const before = turn(
    () =>
      new Promise<void>((resolve) => {
        free = resolve
      }),
  )
  const asked: string[] = []
  const machine = new LabMachine({
    lab: labOf(lesson('')),
    maker: {
      kind: 'scratch',
      resettable: true,
      inTurn: (work) => turn(work),
      async make({ name }) {
        asked.push(name)
        throw new Error('none')
      },
      async release() {},
    },
    open: () => {
      throw new Error('none')
    },
    lifeBegins: nothing,
    begun: nothing,
    changed: nothing,
  })
  const started = machine.start()
  await expect.poll(() => machine.state.state).toBe('starting')
  await machine.stop()
  free()
  await Promise.all([before, started])
  expect(machine.state.state).toBe('stopped')
  expect(asked).toEqual([])
})
