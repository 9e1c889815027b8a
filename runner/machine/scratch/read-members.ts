/** What is known of a scratch machine's members by its processes. */
import { readlinkSync } from 'node:fs'
import { MachineError } from '../machine.ts'
import type { Keeper } from './keeper.ts'
import type { Member } from './state.ts'

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
