/**
 * Labs as Vitest tests. A lab's Markdown is a test file: `load` gives Vite a module in its place, so that choosing,
 * sharding, watching and reporting are Vitest's own. A custom runner or pool was weighed: each would have to
 * be told of every option that Vitest has.
 */
import type { TestProject, Vite, VitestPluginContext } from 'vitest/node'
import { labModule } from './module.ts'
import { type LabwrightOptions, readOptions } from './options.ts'

export type { LabwrightOptions }

/** The files of this package that tests load: TypeScript, which Node would refuse below `node_modules`. */
const OURS = /\/labwright\/runner\//

/**
 * Makes every lab a test file.
 * @throws OptionsError for what it can't be told
 */
export const labwright = (options: LabwrightOptions = {}): Vite.Plugin => {
  const {
    machine = 'scratch',
    include = ['labs/**/index.md'],
    choice: { kind },
  } = readOptions(options)
  const projects: TestProject[] = []
  return {
    name: 'labwright',
    enforce: 'pre',
    config({ test }) {
      return {
        test: {
          include,
          // Every command has its own time; a lab that holds with `labwright test` must hold here.
          testTimeout: test?.testTimeout ?? 0,
          hookTimeout: test?.hookTimeout ?? 0,
          // What lives on is one machine: two labs at once would be in each other's way. And a VM has two processors already.
          ...(kind === 'scratch' ? {} : { fileParallelism: false }),
          server: { deps: { inline: [OURS] } },
        },
      }
    },
    configureVitest({ project }: VitestPluginContext) {
      projects.push(project)
    },
    load(id) {
      if (!id.endsWith('.md') || !projects.some((project) => project.matchesTestGlob(id))) return
      const code = labModule(id, { ...options, machine })
      return { code, map: sameLines(id, code) }
    },
  }
}

/** A source map that says: each line of the module is that line of the Markdown. Vitest counts lines of its own before it. */
const sameLines = (file: string, code: string) => ({
  version: 3 as const,
  sources: [file],
  names: [],
  // A segment a line: column 0, the same source, one line further, column 0.
  mappings: `AAAA${';AACA'.repeat(code.split('\n').length - 1)}`,
})
