// @ts-check
/** Sources in JavaScript, in a folder that is named for what stands in them. */
import { createHash, randomUUID } from 'node:crypto'
import {
  accessSync,
  constants,
  lchownSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { bundle } from './bundle.js'

/** What can change what is compiled: files of the folder, and some beside it. */
const SOURCE = /\.(ts|js|json)$/
const BESIDE = ['package.json', 'package-lock.json', 'tsconfig.json']

/** Milliseconds without a start after which what was compiled of older files is removed. */
const OLD = 30 * 24 * 3_600_000

/**
 * @param {string} folder of the sources; packages are looked for from `cache`
 * @param {string} cache
 * @param {string[]} entries
 * @returns {Promise<string>} a folder with the same paths, in JavaScript (`.mjs`)
 * @throws where it can't be read, written or compiled
 */
export const compile = async (folder, cache, entries) => {
  const compiled = join(cache, versionOf(folder))
  if (statSync(compiled, { throwIfNoEntry: false })) {
    accessSync(compiled, constants.R_OK | constants.X_OK)
    noteUse(compiled)
    return compiled
  }
  const fresh = join(cache, `new-${randomUUID()}`)
  const made = mkdirSync(fresh, { recursive: true })
  try {
    for (const { path, contents } of await bundle(folder, fresh, entries)) {
      mkdirSync(dirname(path), { recursive: true })
      // A power cut leaves nothing that is cut short.
      writeFileSync(path, contents, { flush: true })
    }
    if (made) giveToOwner(folder, made)
    renameSync(fresh, compiled)
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    // Somebody else may have been faster.
    if (!statSync(compiled, { throwIfNoEntry: false })) throw error
  }
  removeOld(cache)
  return compiled
}

/**
 * A name for what stands in the files now, and where they are: as make(1), it takes a file for the same while its times are,
 * and its size.
 * @param {string} folder
 */
const versionOf = (folder) => {
  const hash = createHash('sha256').update(`${process.version} ${folder}\n`)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => SOURCE.test(file))
  for (const file of [...BESIDE.map((name) => `../${name}`), ...files.sort()]) {
    const stat = statSync(join(folder, file), { throwIfNoEntry: false })
    hash.update(`${file} ${stat?.mtimeMs} ${stat?.ctimeMs} ${stat?.size}\n`)
  }
  return hash.digest('hex').slice(0, 16)
}

/**
 * What root compiles in somebody's folder is theirs: they could neither replace nor remove it otherwise.
 * @param {string} folder
 * @param {string} made
 */
const giveToOwner = (folder, made) => {
  const { uid, gid } = statSync(folder)
  if (process.getuid?.() !== 0 || uid === 0) return
  for (const file of ['', ...readdirSync(made, { recursive: true, encoding: 'utf8' })])
    lchownSync(join(made, file), uid, gid)
}

/** @param {string} compiled */
const noteUse = (compiled) => {
  try {
    utimesSync(compiled, new Date(), new Date())
  } catch {
    // Another user's: it is they who remove it, too.
  }
}

/** @param {string} cache */
const removeOld = (cache) => {
  for (const name of readdirSync(cache)) {
    const folder = join(cache, name)
    try {
      if (Date.now() - statSync(folder).mtimeMs > OLD) rmSync(folder, { recursive: true, force: true })
    } catch {
      // Another user's, or removed by somebody else just now.
    }
  }
}
