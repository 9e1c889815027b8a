/** From what a person calls a lab to the lab itself. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import type { Lab } from '../lab/lab.ts'
import { lint } from '../lab/lint.ts'
import { nearest } from '../lab/nearest.ts'
import { parse } from '../lab/parse.ts'
import type { Problem } from '../lab/problem.ts'
import { LessonError, UsageError } from './exit.ts'

/** The folder that holds labs: the nearest `labs/` from here upwards. */
export const labsFolder = (): string | undefined => {
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    const labs = join(folder, 'labs')
    if (existsSync(labs) && statSync(labs).isDirectory()) return labs
    if (folder === dirname(folder)) return undefined
  }
}

const shorten = (file: string): string => {
  const path = relative(process.cwd(), file)
  return path.startsWith('..') ? file : path
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile()

/** The names of the labs in `labs/`. */
export const labNames = (): string[] => {
  const labs = labsFolder()
  if (!labs) return []
  return readdirSync(labs, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isFile(join(labs, entry.name, 'index.md')))
    .map(({ name }) => name)
    .sort()
}

/**
 * The Markdown files of the labs that were named; all labs where none was.
 * @throws UsageError for a name that no lab has
 */
export const findLabFiles = (names: readonly string[]): string[] => {
  if (names.length > 0) return [...new Set(names.map(findLabFile))]
  const labs = labsFolder()
  const all = labNames()
  if (!labs || all.length === 0)
    throw new UsageError(
      'no labs: there is no labs/ folder with a lab in it, here or above.\nName a lab by its path: labwright test path/to/lab',
    )
  return all.map((name) => shorten(join(labs, name, 'index.md')))
}

const findLabFile = (name: string): string => {
  const labs = labsFolder()
  const places = [resolve(name), ...(labs && !name.includes('/') ? [join(labs, name)] : [])]
  for (const place of places) {
    if (!existsSync(place)) continue
    if (statSync(place).isFile()) return shorten(place)
    if (isFile(join(place, 'index.md'))) return shorten(join(place, 'index.md'))
  }
  const close = nearest(name, labNames())
  throw new UsageError(
    `no lab '${name}': there is no such file, no such folder with an index.md in it, and no lab of that name in labs/.\n` +
      (close ? `Did you mean '${close}'?` : 'labwright list shows the labs.'),
  )
}

/** A lab as it was read, and what is wrong with it. */
export interface ReadLab {
  file: string
  source: string
  lab: Lab | undefined
  problems: Problem[]
}

/** Reads a lab and says everything that can be known of it without running it. */
export const readLab = (file: string): ReadLab => {
  const source = readFileSync(file, 'utf8')
  const { lab, problems } = parse(source, file)
  const name = basename(file).startsWith('index.') ? basename(dirname(resolve(file))) : basename(file, '.md')
  const named = lab && { ...lab, name }
  return { file, source, lab: named, problems: named ? [...problems, ...lint(named, source)] : problems }
}

/**
 * Reads labs that are to be played.
 * @throws LessonError where one has an error; warnings are let pass
 */
export const readLabs = (files: readonly string[]): { lab: Lab; source: string }[] => {
  const read = files.map(readLab)
  const errors = read.flatMap(({ problems }) => problems).filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new LessonError(errors, read.length)
  return read.flatMap(({ lab, source }) => (lab ? [{ lab, source }] : []))
}
