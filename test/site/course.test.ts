import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { courseOrder, LABS } from '../../site/markdown/course.ts'

const PAGES = join(import.meta.dirname, '../../site/pages')
const stepsIn = (text: string): string[] =>
  Array.from(text.matchAll(/([a-z-]+)\/index(?:\.[a-z]{2})?\.md(#[a-z-]+)/g), ([, lab, step]) => lab! + step)

describe('the course', () => {
  it('has every lab once', () => {
    const folders = readdirSync(LABS, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    expect(courseOrder().toSorted()).toEqual(folders.map(({ name }) => name).toSorted())
  })

  it.each(['', '.ru', '.zh', '.fr'])(
    'leads from its table of namespaces%s to the same steps as labs/README.md',
    (language) => {
      const readme = readFileSync(join(LABS, 'README.md'), 'utf8')
      const table = readme.slice(readme.indexOf('| namespace |'), readme.indexOf('## What of the sources'))
      expect(stepsIn(readFileSync(join(PAGES, `index${language}.md`), 'utf8'))).toEqual(stepsIn(table))
    },
  )
})
