import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { folder, type Said } from '../cli/labwright.ts'

const ROOT = join(import.meta.dirname, '../..')
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs')

const CONFIG = `import { labwright } from 'labwright/vitest'
export default { plugins: [labwright(OPTIONS)] }
`

/** A lessons repository that is not ours: labs, and a Vitest configuration with this one as an installed package. */
export const lessons = (files: Record<string, string>, options = '{}'): string => {
  const path = folder({
    'package.json': '{"type": "module"}',
    'vitest.config.js': CONFIG.replace('OPTIONS', options),
    ...files,
  })
  mkdirSync(join(path, 'node_modules'))
  symlinkSync(ROOT, join(path, 'node_modules/labwright'))
  symlinkSync(join(ROOT, 'node_modules/vitest'), join(path, 'node_modules/vitest'))
  return path
}

/** Starts `vitest` as from a shell, without a terminal. */
export const startVitest = (cwd: string, ...args: string[]) => {
  const { PATH, HOME = '/root' } = process.env
  return execa(process.execPath, [VITEST, ...args], {
    cwd,
    env: { PATH, HOME, NO_COLOR: '1' },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  })
}

export const vitest = async (cwd: string, ...args: string[]): Promise<Said> => {
  const { exitCode, stdout, stderr } = await startVitest(cwd, 'run', ...args)
  return { exit: exitCode, stdout, stderr }
}

interface Assertion {
  ancestorTitles: string[]
  title: string
  status: string
  failureMessages: string[]
  location?: { line: number; column: number }
}

/** What `--reporter=json` says. */
export const vitestJson = async (cwd: string, ...args: string[]) => {
  const { stdout, stderr } = await vitest(cwd, '--reporter=json', '--includeTaskLocation', ...args)
  const start = stdout.indexOf('{')
  if (start === -1) throw new Error(stdout + stderr)
  const {
    testResults,
  }: { testResults: { name: string; status: string; message: string; assertionResults: Assertion[] }[] } =
    JSON.parse(stdout.slice(start))
  return testResults
}
