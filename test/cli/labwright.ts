import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { onTestFinished } from 'vitest'

export const LABWRIGHT = join(import.meta.dirname, '../../runner/cli/labwright.js')

export interface Said {
  exit: number | undefined
  stdout: string
  stderr: string
}

/** Runs `labwright` as from a shell, without a terminal, and without what the tests' own environment says of colour. */
export const labwright = async (
  args: string[],
  { cwd = tmpdir(), env = {} }: { cwd?: string; env?: Record<string, string> } = {},
): Promise<Said> => {
  const { PATH, HOME = '/root' } = process.env
  const { exitCode, stdout, stderr } = await execa(process.execPath, [LABWRIGHT, ...args], {
    cwd,
    env: { PATH, HOME, ...env },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    stripFinalNewline: false,
  })
  const said = { exit: exitCode, stdout, stderr }
  // Whatever went wrong is said in words.
  if (/^\s+at .*:\d+:\d+\)?$/m.test(stdout + stderr)) throw new Error(`a stack trace:\n${stdout}${stderr}`)
  return said
}

/** A folder with these files, removed when the test ends. */
export const folder = (files: Record<string, string>): string => {
  const path = mkdtempSync(join(tmpdir(), 'labwright-test-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), text)
  }
  return path
}

/** A lab without Docker: frontmatter of six lines, an empty one, then the Markdown given. */
export const lab = (body: string, title = 'A lab'): string =>
  `---\ntitle: ${title}\ndescription: D\nminutes: 5\n---\n\n## One {#one}\n\n${body}\n`
