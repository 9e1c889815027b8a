import { existsSync, mkdtempSync, rmdirSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { freemem, totalmem } from 'node:os'
import { dirname } from 'node:path'
import { cacheDirectory } from '../machine/image/cache.ts'
import { STATE_DIRECTORY } from '../machine/rootless/state-directory.ts'
import type { Finding } from './finding.ts'

/** Bytes: what a build of the image takes at its widest. */
const DISK_FOR_BUILD = 3e9

/** Bytes: what a lab with Docker takes of memory, its throw-away disk included. */
const MEMORY_FOR_MACHINE = 1e9

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`

/** Free disk where images are kept. Once the image is built, little disk harms nothing but the next build. */
export const examineDisk = async (imageIsBuilt: boolean): Promise<Finding> => {
  const { bavail, bsize } = await statfs(nearestFolder(cacheDirectory()))
  const free = bavail * bsize
  const detail = `${gigabytes(free)} free for images in ${cacheDirectory()}`
  if (free >= DISK_FOR_BUILD) return { name: 'disk', ok: true, detail }
  return {
    name: 'disk',
    ok: imageIsBuilt ? 'warning' : false,
    detail: `${detail}; to build one takes ${gigabytes(DISK_FOR_BUILD)}`,
    mend: 'npx labwright image remove, or export LABWRIGHT_CACHE=/a/folder/on/a/larger/disk',
  }
}

/** Memory for machines. */
export const examineMemory = (): Finding => {
  const machines = Math.floor(freemem() / MEMORY_FOR_MACHINE)
  const detail = `${gigabytes(freemem())} of ${gigabytes(totalmem())} free: room for ${machines} machine${machines === 1 ? '' : 's'} at once`
  return machines > 0
    ? { name: 'memory', ok: true, detail }
    : {
        name: 'memory',
        ok: 'warning',
        detail,
        mend: 'end what takes most: ps -eo rss,pid,comm --sort=-rss | head',
      }
}

/** Where machines are written down while they live. */
export const examineRun = (): Finding => {
  const folder = nearestFolder(STATE_DIRECTORY)
  try {
    rmdirSync(mkdtempSync(`${folder}/.labwright-doctor-`))
    return { name: 'state', ok: true, detail: `${folder} can be written` }
  } catch (error) {
    return {
      name: 'state',
      ok: false,
      detail: `${folder} can't be written, where machines are noted: ${error instanceof Error ? error.message : error}`,
      mend: 'mount -t tmpfs tmpfs /run',
    }
  }
}

const nearestFolder = (path: string): string => (existsSync(path) ? path : nearestFolder(dirname(path)))
