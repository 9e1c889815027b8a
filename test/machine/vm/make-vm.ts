import { spawnSync } from 'node:child_process'
import { ensureImage } from '../../../runner/machine/image/build.ts'
import { listVms } from '../../../runner/machine/vm/folder.ts'
import { ensureSystem } from '../../../runner/machine/vm/system.ts'
import { VmMachine, type VmOptions } from '../../../runner/machine/vm/vm.ts'

/** A VM of the present recipe; what it starts from is made first. */
export const makeVm = async (options: Partial<VmOptions> = {}): Promise<VmMachine> => {
  const image = await ensureImage(() => {})
  const system = await ensureSystem(image, () => {})
  return VmMachine.create({ image, system, ...options })
}

/** Process IDs of what runs for a VM, its QEMU among them. */
export const processesOf = (id: string): number[] =>
  spawnSync('pgrep', ['--full', `labwright-${id}|/vm/${id}`], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter(Boolean)
    .map(Number)

/** The QEMU of a VM itself. */
export const qemuOf = (id: string): number => {
  const found = spawnSync('pgrep', ['--full', `^qemu-system-x86_64 -name labwright-${id} `], {
    encoding: 'utf8',
  })
  return Number(found.stdout.trim())
}

/** What is there of a VM, a line each. */
export const remainsOf = (id: string): string[] => [
  ...listVms().filter((each) => each === id),
  ...processesOf(id).map((pid) => `process ${pid}`),
]
