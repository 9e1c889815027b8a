/** What a page is told of its lab besides the lesson's text. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PageData } from 'vitepress'
import type { Lab, Requirement } from '../../runner/lab/lab.ts'
import { parse } from '../../runner/lab/parse.ts'
import type { Recording } from '../recorded/recording.ts'
import { courseOrder, LABS, lessonFile } from './course.ts'

/** In `frontmatter` of a lesson's page. */
export interface LessonPage {
  layout: 'LabPage'
  lab: string
  title: string
  description: string
  minutes: number
  requires: Requirement[]
  steps: { id: string; title: string; checked: boolean }[]
  /** Names of the terminals that the lesson uses, in its order. */
  terminals: string[]
  previous?: Neighbour
  next?: Neighbour
  verified?: Pick<Recording, 'date' | 'docker' | 'kernel'>
}

export interface Neighbour {
  name: string
  title: string
}

/** Replaces a lesson's frontmatter by what its page needs. */
export function lessonPage(page: PageData): Partial<PageData> | undefined {
  const [, name, language = 'en'] = /^labs\/([^/]+)\/index(?:\.([a-z]{2}))?\.md$/.exec(page.filePath) ?? []
  if (!name) return undefined
  const lab = readLab(name, language)
  const order = courseOrder()
  const at = order.indexOf(name)
  const neighbour = (other: string | undefined): Neighbour | undefined =>
    other === undefined ? undefined : { name: other, title: readLab(other, language).title }
  const [previous, next] = [neighbour(order[at - 1]), neighbour(order[at + 1])]
  const verified = readVerified(name)
  const consoles = lab.steps.flatMap(({ blocks }) => blocks).filter(({ kind }) => kind === 'console')
  const terminals = consoles.flatMap(({ commands }) => commands.map(({ terminal }) => terminal))
  const frontmatter: LessonPage = {
    layout: 'LabPage',
    lab: name,
    title: lab.title,
    description: lab.description,
    minutes: lab.minutes,
    requires: lab.requires,
    steps: lab.steps.map(({ id, title, blocks }) => ({
      id,
      title,
      checked: blocks.some(({ kind }) => kind === 'check' || kind === 'question'),
    })),
    terminals: [...new Set(terminals)],
    ...(previous && { previous }),
    ...(next && { next }),
    ...(verified && { verified }),
  }
  return { title: lab.title, description: lab.description, frontmatter: { ...frontmatter } }
}

export function readLab(name: string, language: string): Lab {
  const file = lessonFile(name, language)
  const { lab } = parse(readFileSync(file, 'utf8'), file)
  if (!lab) throw new Error(`${file} is malformed; \`labwright lint ${name}\` says where.`)
  return lab
}

function readVerified(name: string): LessonPage['verified'] {
  const file = join(LABS, '../site/recorded', `${name}.json`)
  if (!existsSync(file)) return undefined
  const { date, docker, kernel } = JSON.parse(readFileSync(file, 'utf8')) as Recording
  return { date, docker, kernel }
}
