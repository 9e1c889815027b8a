/** Writes what was made as the files of an image: in parts, under names that hold a hash. */
import { createHash } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { $ } from 'zx'
import { v86Version } from '../find-image.ts'
import type { BrowserImage, File } from '../image.ts'
import { notice } from './notice.ts'
import type { BrowserSystem } from './system.ts'

/** Bytes of one part of the disk: what is read of it at once, and so a download. */
const DISK_PART = 512 * 1024
/** Bytes of one part of the state: several are loaded at once, and unpacked while others come. */
const STATE_PART = 8 * 2 ** 20

interface Made {
  key: string
  system: BrowserSystem
  wasm: Uint8Array
  /** Bytes. */
  memory: number
  docker: boolean
  /** As v86 writes it. */
  state: Uint8Array
}

/** Fills a folder, but for `image.json`. The disk is not there any more afterwards. */
export const pack = async (
  folder: string,
  { key, system, wasm, memory, docker, state }: Made,
): Promise<BrowserImage> => {
  await writeFile(join(folder, 'NOTICE.txt'), notice(system.packages))
  return {
    key,
    v86: await v86Version(),
    kernel: system.kernel,
    docker: system.docker,
    hasDocker: docker,
    memory,
    wasm: await put(folder, 'v86', 'wasm', wasm),
    state: await putState(folder, state),
    disk: await putDisk(folder, system.disk),
  }
}

/** Writes a file under a name that holds a hash of what is in it. */
const put = async (folder: string, name: string, ending: string, data: Uint8Array): Promise<File> => {
  const hash = createHash('sha256').update(data).digest('hex').slice(0, 16)
  const file = `${name}-${hash}.${ending}`
  await writeFile(join(folder, file), data)
  return { name: file, bytes: data.length }
}

/** The highest levels of zstd take twice as long to unpack, for a twentieth of the size. */
const putState = async (folder: string, state: Uint8Array): Promise<BrowserImage['state']> => {
  const raw = join(folder, 'state')
  const parts: File[] = []
  for (let at = 0; at < state.length; at += STATE_PART) {
    await writeFile(raw, state.subarray(at, at + STATE_PART))
    await $({ quiet: true })`zstd -16 --quiet --rm ${raw}`
    parts.push(await put(folder, 'state', 'bin', await readFile(`${raw}.zst`)))
    await rm(`${raw}.zst`)
  }
  return { bytes: state.length, part: STATE_PART, parts }
}

const putDisk = async (folder: string, path: string): Promise<BrowserImage['disk']> => {
  const disk = await readFile(path)
  const parts: File[] = []
  for (let at = 0; at < disk.length; at += DISK_PART)
    // Not `.gz`: some hosts would tell the browser to unzip it.
    parts.push(await put(folder, 'disk', 'bin', gzipSync(disk.subarray(at, at + DISK_PART), { level: 9 })))
  await rm(path)
  return { bytes: disk.length, part: DISK_PART, parts }
}
