/** The lab that a page is made from, as the runner reads it, for the plugins that render the page. */
import { readFileSync } from 'node:fs'
import { factsFor } from '../../runner/lab/facts.ts'
import type { Lab, Step } from '../../runner/lab/lab.ts'
import { parse } from '../../runner/lab/parse.ts'
import { splitLines } from '../../runner/lab/source-text.ts'
import { capturedNames } from './captured-names.ts'

export interface Lesson {
  lab: Lab
  /** The lines of its Markdown. */
  lines: string[]
  /** What may stand as `{name}` in its prose. */
  names: Set<string>
}

/** What VitePress tells the Markdown renderer of a page, as far as it is used here. */
export interface PageEnv {
  path?: string
  /** Where it lies, when `path` is its address on the site. */
  realPath?: string
  /** The Markdown itself, where it is not to be read from the file. */
  source?: string
  /** Render words that can be found, and no components. */
  forSearch?: boolean
  lesson?: Lesson | null
}

/** @returns the page's lab; undefined for a page that is none. */
export function lessonOf(env: PageEnv): Lesson | undefined {
  env.lesson ??= readLesson(env) ?? null
  return env.lesson ?? undefined
}

/** The step with this id. */
export const stepOf = (lesson: Lesson, id: string): Step | undefined =>
  lesson.lab.steps.find((step) => step.id === id)

function readLesson(env: PageEnv): Lesson | undefined {
  const file = env.realPath ?? env.path ?? ''
  if (!/(?:^|\/)labs\/[^/]+\/index(?:\.[a-z]{2})?\.md$/.test(file)) return undefined
  const source = env.source ?? readFileSync(file, 'utf8')
  const { lab, problems } = parse(source, file)
  if (!lab) {
    const { position, message } = problems.find(({ severity }) => severity === 'error')!
    throw new Error(`${file}:${position.line}: ${message} \`labwright lint\` says more.`)
  }
  const names = new Set([...factsFor(lab.requires), ...Object.keys(lab.vary), ...capturedNames(lab)])
  return { lab, lines: splitLines(source), names }
}
