/** What a VM costs: one that goes on from a snapshot, beside one that boots. */
import type { Image } from '../machine/image/image.ts'
import { chooseAccelerator } from '../machine/vm/accelerator.ts'
import { shapeOf } from '../machine/vm/shape.ts'
import { discardSnapshot, ensureSnapshot } from '../machine/vm/snapshot.ts'
import { ensureSystem, type System } from '../machine/vm/system.ts'
import { VmMachine } from '../machine/vm/vm.ts'
import { figureTable, inTurn } from './measure.ts'

/** To the first answer; that it goes away again is not counted. */
const goesOn = async (image: Image, system: System, docker: boolean, command = 'true'): Promise<number> => {
  const started = performance.now()
  await using machine = await VmMachine.create({ image, system, docker })
  const { exit } = await machine.exec(command)
  if (exit !== 0) throw new Error('the VM does not answer')
  return performance.now() - started
}

let boots = 0

/** Until Docker answers and the VM is saved. */
const boot = async (system: System): Promise<number> => {
  // A shape that nothing else has, so that there is no snapshot of it.
  const shape = shapeOf({ docker: true, limits: { processes: 3000 + ++boots } })
  const started = performance.now()
  const snapshot = await ensureSnapshot(system, shape, { progress: () => {} })
  const time = performance.now() - started
  await discardSnapshot(snapshot)
  return time
}

/** The table, for one image. */
export const benchVms = async (image: Image, rounds: number): Promise<string> => {
  const system = await ensureSystem(image, () => {})
  const { accelerator, reason } = await chooseAccelerator(system)
  const figures = await inTurn(rounds, {
    'boots, with Docker': () => boot(system),
    'goes on, with Docker': () => goesOn(image, system, true),
    'goes on, docker version': () => goesOn(image, system, true, 'docker version'),
    'goes on, no Docker': () => goesOn(image, system, false),
  })
  const how = accelerator === 'kvm' ? 'on KVM' : `emulated: ${reason}`
  return `${figureTable(figures, 'boots, with Docker', { unit: 'ms', count: 1 })}\n\n${how}`
}
