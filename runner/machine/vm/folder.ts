/** What is written down of each VM while it lives, in a folder of its own, beside the sockets of its QEMU. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { makeStateDirectory, STATE_DIRECTORY } from '../rootless/state-directory.ts'
import { processStart } from '../scratch/state.ts'

const Process = z.object({ pid: z.int(), started: z.string() })

const VmState = z.object({
  id: z.string(),
  /** The lab it was made for. */
  lab: z.string().optional(),
  /** The image it stands on. */
  image: z.string(),
  /** The folder of its system, where the key to it lies. */
  system: z.string(),
  /** The release of its kernel. */
  release: z.string(),
  /** Whose it is. A process ID is given anew in time, so its start stands with it. */
  runner: Process,
  /** What ends with QEMU, and QEMU with it; undefined until that is started. */
  keeper: Process.optional(),
  /** Left behind on purpose (`--keep`). */
  kept: z.boolean(),
  /** Names of its machines, and the addresses of their eth0. Empty until they are up. */
  members: z.array(z.object({ name: z.string(), address: z.string(), mac: z.string() })),
})

export type VmState = z.infer<typeof VmState>
export type Process = z.infer<typeof Process>

/** Beside the files of the scratch machines. */
const VMS = join(STATE_DIRECTORY, 'vm')

export const vmFolder = (id: string): string => join(VMS, id)

export const theProcess = (pid: number): Process => ({ pid, started: processStart(pid) ?? '' })

/**
 * Writes down a new VM.
 * @returns false where there is one of that id already
 * @throws the system's error where this user may not
 */
export const claimVm = (state: VmState): boolean => {
  makeStateDirectory()
  mkdirSync(VMS, { recursive: true, mode: 0o700 })
  try {
    mkdirSync(vmFolder(state.id), { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
  writeVm(state)
  return true
}

/** Writes it anew, whole or not at all. */
export const writeVm = (state: VmState): void => {
  const file = join(vmFolder(state.id), 'vm.json')
  writeFileSync(`${file}.new`, JSON.stringify(state))
  renameSync(`${file}.new`, file)
}

/** Undefined where there is no such VM, or it is being made this moment. */
export const readVm = (id: string): VmState | undefined => {
  try {
    return VmState.parse(JSON.parse(readFileSync(join(vmFolder(id), 'vm.json'), 'utf8')))
  } catch {
    return undefined
  }
}

export const removeVm = (id: string): void => rmSync(vmFolder(id), { recursive: true, force: true })

/** Ids of all that has been written down. */
export const listVms = (): string[] => namesIn(VMS).filter((name) => /^[0-9a-z]+$/.test(name))

/**
 * A folder for the sockets of a VM that boots to be saved. Not where it is saved: the path of a socket has 107 characters at
 * most (unix(7)), and that of a cache may be long.
 */
export const makeBootFolder = (): string => {
  makeStateDirectory()
  mkdirSync(VMS, { recursive: true, mode: 0o700 })
  return mkdtempSync(join(VMS, `${BOOT}${process.pid}-`))
}

const BOOT = '.boot-'

/** Removes the folders of VMs that booted for a runner which was killed, with what kept them. */
export const removeBootFolders = (): void => {
  for (const name of namesIn(VMS)) {
    const runner = /^\.boot-(\d+)-/.exec(name)?.[1]
    if (runner && processStart(Number(runner)) === undefined)
      rmSync(join(VMS, name), { recursive: true, force: true })
  }
}

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
