/**
 * Labs as Vitest tests. A lab's Markdown is a test file: `load` gives Vite a module in its place, so that choosing,
 * sharding, watching and reporting are Vitest's own. A custom runner or pool was weighed: each would have to
 * be told of every option that Vitest has.
 */
import type { TestProject, Vite, VitestPluginContext } from 'vitest/node'
import { UsageError } from '../cli/exit.ts'
import { readChoice } from '../cli/machines.ts'
import { labModule } from './module.ts'

export interface LabwrightOptions {
  /** What labs run on: `scratch` (a new one for each lab), `scratch:ID`, or `host`. */
  machine?: string
  /** Which files are labs, as globs from the project's root; `labs/**\/index.md` if not given. */
  include?: string[]
  /** Gives the values of `vary`; each run draws its own if not given. */
  seed?: string
  /** Milliseconds that a command may take unless its block says otherwise. */
  timeout?: number
  /** With `machine: 'host'`: the labs may change this computer. Nobody can be asked here. */
  yes?: boolean
}

/** The files of this package that tests load: TypeScript, which Node would refuse below `node_modules`. */
const OURS = /\/labwright\/runner\//

/**
 * Makes every lab a test file.
 * @throws UsageError for a machine that there is not, and for the host without `yes`
 */
export const labwright = (options: LabwrightOptions = {}): Vite.Plugin => {
  const { machine = 'scratch', include = ['labs/**/index.md'], yes = false } = options
  const { kind } = readChoice(machine)
  if (kind === 'host' && !yes)
    throw new UsageError(
      "labwright({ machine: 'host' }): the labs would change this computer itself.\nSay `yes: true` beside it to go ahead, or use 'scratch'.",
    )
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
          // What lives on is one machine: two labs at once would be in each other's way.
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
