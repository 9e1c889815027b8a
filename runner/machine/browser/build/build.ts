/** Makes the image of browser machines: files for any static host, and a notice of whose work is in them. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Progress } from '../../image/build.ts'
import { ensureFolder } from '../../image/whole-folder.ts'
import { removeOwned, requireUserNamespace } from '../../rootless/user-namespace.ts'
import {
  browserImageKey,
  browserImagesDirectory,
  type FoundImage,
  findBrowserImage,
  readBrowserImage,
  wasmFile,
} from '../find-image.ts'
import { requireCommands } from './needs.ts'
import { pack } from './pack.ts'
import { makeState } from './state.ts'
import { buildSystem } from './system.ts'

/** Bytes of memory: with Docker a daemon and containers have to fit. */
const MEMORY = { plain: 256 * 2 ** 20, docker: 512 * 2 ** 20 }

/**
 * Finds the image of the present recipe, or builds it (some five minutes, 1 GB of disk meanwhile).
 * @throws MachineError or the failing tool's error; a half-made image is never seen by anyone
 */
export const ensureBrowserImage = async (docker: boolean, progress: Progress): Promise<FoundImage> => {
  const found = await findBrowserImage(docker)
  if (found) return found
  requireCommands()
  await requireUserNamespace()
  const key = await browserImageKey(docker)
  await mkdir(browserImagesDirectory(), { recursive: true })
  return ensureFolder(join(browserImagesDirectory(), key), {
    read: readBrowserImage,
    fill: (folder) => build(key, folder, docker, progress),
    onWait: () => progress('waiting for another build to end'),
  })
}

const build = async (key: string, folder: string, docker: boolean, progress: Progress): Promise<void> => {
  const work = join(folder, 'work')
  await mkdir(work)
  const system = await buildSystem(work, docker, progress)
  const wasm = new Uint8Array(await readFile(wasmFile))
  const memory = docker ? MEMORY.docker : MEMORY.plain
  const state = await makeState({ system, wasm, memory, docker, progress })
  progress('packing')
  const image = await pack(folder, { key, system, wasm, memory, docker, state })
  await removeOwned(work)
  await writeFile(join(folder, 'image.json'), `${JSON.stringify(image)}\n`)
}
