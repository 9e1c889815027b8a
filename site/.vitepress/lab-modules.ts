/** The labs as modules, so that a page loads the one lab that it gives a machine to, and only then: `virtual:labs`. */
import type { Plugin } from 'vitepress'
import { version } from '../../runner/lab/version.ts'
import { courseOrder, lessonFile } from '../markdown/course.ts'
import { readLab } from '../markdown/lesson-page.ts'

const ALL = 'virtual:labs'
const ONE = 'virtual:labs/'

export function labModules(): Plugin {
  return {
    name: 'labwright-labs',
    resolveId: (id) => (id === ALL || id.startsWith(ONE) ? `\0${id}` : undefined),
    load(id) {
      if (id === `\0${ALL}`) return listing(courseOrder())
      if (!id.startsWith(`\0${ONE}`)) return undefined
      const name = id.slice(ONE.length + 1)
      this.addWatchFile(lessonFile(name, 'en'))
      return module(name)
    },
  }
}

/** Names and the ways to them. */
const listing = (names: readonly string[]): string =>
  `export const labs = {${names.map((name) => `'${name}': () => import('${ONE}${name}')`).join(',\n')}}`

/** In English: what is typed and what is checked is the same in every language, and nothing else of it is shown. */
async function module(name: string): Promise<string> {
  const lab = readLab(name, 'en')
  const served = { lab: { ...lab, file: `labs/${name}/index.md` }, version: await version(lab) }
  // Text, which is read by the worker that wants it: the page itself has nothing to do with it.
  return `export default ${JSON.stringify(JSON.stringify(served))}`
}
