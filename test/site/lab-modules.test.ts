import { expect, it } from 'vitest'
import { labModules } from '../../site/.vitepress/lab-modules.ts'
import { courseOrder } from '../../site/markdown/course.ts'

/** What the plugin says to an id, as the bundler asks it. */
const module = async (id: string): Promise<string> => {
  const { resolveId, load } = labModules() as unknown as {
    resolveId(id: string): string | undefined
    load(this: { addWatchFile(file: string): void }, id: string): Promise<string> | string
  }
  return load.call({ addWatchFile: () => {} }, resolveId(id)!)
}

it('a page that wants the lab of its machine loads that one alone', async () => {
  const all = await module('virtual:labs')
  for (const name of courseOrder()) expect(all).toContain(`'${name}': () => import('virtual:labs/${name}')`)
  const code = await module('virtual:labs/netns')
  const { lab, version } = JSON.parse(JSON.parse(code.replace('export default ', '')))
  expect(lab).toMatchObject({ name: 'netns', file: 'labs/netns/index.md' })
  expect(lab.steps.length).toBeGreaterThan(3)
  expect(version).toMatch(/^[0-9a-f]{12}$/)
})
