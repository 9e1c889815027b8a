/** The machines that make up a scratch machine: `host`, and `beta` where the lab asks for two. */
import { readlinkSync } from 'node:fs'
import { type Facts, MachineError } from '../machine.ts'
import type { Keeper } from './keeper.ts'
import type { Member } from './state.ts'

/** The LAN is each scratch machine's own and joined to nothing, so all have the same addresses. */
export const LAN = '10.77.0'

/** Seconds until a machine that says nothing is given up. A busy computer may need a few. */
const START_TIMEOUT = 30

/**
 * Reads what the machines say when they are ready.
 * @throws MachineError where they don't
 */
export const readMembers = async (keeper: Keeper, names: string[]): Promise<Member[]> => {
  const members: Member[] = []
  const timer = setTimeout(() => void keeper.end(), START_TIMEOUT * 1000)
  try {
    for await (const line of keeper.lines()) {
      const [, name = '', pid = '', address = '', mac = ''] = line.split(' ')
      members.push({ name, pid: Number(pid), namespace: mountNamespace(Number(pid)) ?? '', address, mac })
      if (members.length === names.length)
        return members.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name))
    }
  } finally {
    clearTimeout(timer)
  }
  const stderr = await keeper.ended
  throw new MachineError(
    `a scratch machine did not start: ${stderr.trim().split('\n')[0] || `it said nothing for ${START_TIMEOUT} s`}`,
    'labwright doctor says what this computer lacks',
  )
}

/** The first thing that a process loses when it ends, while it is still listed. */
const mountNamespace = (pid: number): string | undefined => {
  try {
    return readlinkSync(`/proc/${pid}/ns/mnt`)
  } catch {
    return undefined
  }
}

/** Whether a machine's process 1 is there. */
export const lives = ({ pid, namespace }: Member): boolean => mountNamespace(pid) === namespace

/** A terminal stands on the machine that it is named after (`beta`, `beta-2`), else on `host`. */
export const machineOf = (terminal: string, members: readonly Pick<Member, 'name'>[]): string =>
  members.find(({ name }) => terminal === name || terminal.startsWith(`${name}-`))?.name ?? 'host'

/** What is the same of every machine that `init.sh` makes, wherever it runs. */
export const factsOf = (
  members: readonly Pick<Member, 'name' | 'address' | 'mac'>[],
  docker: string,
  kernel: string,
): Facts => ({
  ...Object.fromEntries(
    members.flatMap(({ name, address, mac }) => [
      [`${name}.name`, name],
      [`${name}.ip`, address],
      [`${name}.cidr`, `${address}/24`],
      [`${name}.mac`, mac],
    ]),
  ),
  'host.gateway': `${LAN}.1`,
  'host.lan': `${LAN}.0/24`,
  'docker.version': docker,
  'kernel.version': kernel,
})
