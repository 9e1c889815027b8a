/** The course as `labs/README.md` lists it: which labs there are, and in which order. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const LABS = join(import.meta.dirname, '../../labs')

/** Names of the labs in the order in which they are to be done. */
export function courseOrder(): string[] {
  const readme = readFileSync(join(LABS, 'README.md'), 'utf8')
  return Array.from(
    readme.matchAll(/^\| \[[^\]]+\]\(([a-z0-9-]+)\/index\.md\) \| \d+ \|/gm),
    ([, name]) => name!,
  )
}

/** A lab's lesson in a language; that in English where it is not translated. */
export function lessonFile(lab: string, language: string): string {
  const translated = join(LABS, lab, `index.${language}.md`)
  return language !== 'en' && existsSync(translated) ? translated : join(LABS, lab, 'index.md')
}
