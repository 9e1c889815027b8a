/** What this computer can do. Everything is tried and not looked up: a kernel's configuration tells half of it. */
import { findImage } from '../machine/image/image.ts'
import { isRoot } from '../machine/rootless/user-namespace.ts'
import { examineCommands } from './commands.ts'
import { examineControlGroups } from './control-groups.ts'
import type { Finding } from './finding.ts'
import { examineImage } from './image.ts'
import { examineKernel } from './kernel.ts'
import { examineDisk, examineMemory, examineRun } from './resources.ts'
import { examineOwnRoot, examineSystem, examineUser } from './system.ts'
import { tryMachine } from './trial.ts'
import { examineVm } from './vm.ts'

export type { Finding } from './finding.ts'

export interface ExamineOptions {
  /** Starts a scratch machine, and a container in it: seconds instead of a part of one. */
  deep?: boolean
}

/**
 * Examines this computer in less than a second, and leaves nothing behind but kernel modules that the kernel loaded
 * by itself, as the first lab would have made it do.
 */
export const examine = async ({ deep = false }: ExamineOptions = {}): Promise<Finding[]> => {
  const system = examineSystem()
  if (system.ok === false) return [system]
  const image = await findImage()
  const user = await examineUser()
  const findings = [system, user, ...examineCommands(image !== undefined)]
  if (isRoot) findings.push(await examineOwnRoot())
  if (user.ok === true) findings.push(...(await examineKernel(image)))
  findings.push(examineControlGroups(), examineRun())
  findings.push(examineImage(image), await examineDisk(image !== undefined), examineMemory())
  findings.push(await examineVm(image, deep))
  if (deep) findings.push(await tryMachine(image))
  return findings
}
