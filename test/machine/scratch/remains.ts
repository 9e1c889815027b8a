/** What a machine leaves on this computer, for those who hold that it is nothing. */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { ensureImage } from '../../../runner/machine/image/build.ts'
import { type Image, listImages } from '../../../runner/machine/image/image.ts'
import { statFields } from '../../../runner/machine/kill-tree.ts'
import { listIds, readState } from '../../../runner/machine/scratch/state.ts'

/** All images here, that of the present recipe among them. */
export const readImages = async (): Promise<Image[]> => {
  await ensureImage(() => {})
  return listImages()
}

/** The control groups of machines, with those that are inside. */
export const groupsOf = (ids: readonly string[]): string[] =>
  // Groups come and go while it looks: that is no error.
  spawnSync('find', ['/sys/fs/cgroup', '-type', 'd', '-path', '*/labwright-*'], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((directory) => ids.some((id) => directory.includes(`/labwright-${id}`)))

/** Ids of the machines that a runner has written down. */
export const idsOf = (runner: number): string[] =>
  listIds().filter((id) => readState(id)?.runner.pid === runner)

/** Processes of this computer, with what tells whose they are. */
const processes = (): { pid: string; text: string }[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const files = ['cmdline', 'environ', 'cgroup'].map((file) =>
          readFileSync(`/proc/${pid}/${file}`, 'utf8'),
        )
        return [{ pid, text: files.join('\n').replaceAll('\0', ' ') }]
      } catch {
        return []
      }
    })

/**
 * What is there of machines that should have gone, a line each: control groups, processes that name them or carry
 * `mark` in their environment, what was written down.
 * @param runner whose machines that were written down count, whatever their id
 */
export const remains = (ids: readonly string[], runner?: number, mark?: string): string[] => {
  const names = [...ids.flatMap((id) => [`labwright-${id}`, `/run/labwright/${id}`]), ...(mark ? [mark] : [])]
  return [
    ...groupsOf(ids),
    ...listIds().filter(
      (id) => ids.includes(id) || (runner !== undefined && readState(id)?.runner.pid === runner),
    ),
    ...processes()
      .filter(({ text }) => names.some((name) => text.includes(name)))
      .map(({ pid, text }) => `process ${pid}: ${text.slice(0, 200)}`),
  ]
}

const KINDS = ['mnt', 'net', 'pid', 'uts', 'ipc', 'cgroup']

const namespacesOfProcess = (pid: string): string[] =>
  KINDS.flatMap((kind) => {
    try {
      return [readlinkSync(`/proc/${pid}/ns/${kind}`)]
    } catch {
      return []
    }
  })

/** The namespaces of these machines: of all that is in their control groups, but not this computer's own. */
export const namespacesOf = (ids: readonly string[]): Set<string> => {
  const own = namespacesOfProcess('self')
  const pids = groupsOf(ids).flatMap((directory) =>
    read(join(directory, 'cgroup.procs')).split('\n').filter(Boolean),
  )
  return new Set(pids.flatMap(namespacesOfProcess).filter((namespace) => !own.includes(namespace)))
}

/**
 * The namespaces that processes outside all machines are in: a number that is free is soon another machine's. A dead
 * process whose parent has not yet heard of it is in none.
 */
export const namespacesOutside = (): string[] =>
  readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && statFields(Number(pid))?.[0] !== 'Z')
    .filter((pid) => !read(`/proc/${pid}/cgroup`).includes('/labwright-'))
    .flatMap(namespacesOfProcess)

/** Empty where the file has gone. */
const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
