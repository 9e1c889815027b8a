import { join, relative } from 'node:path'
import { readLab } from '../cli/labs.ts'
import type { Told } from './lab-tests.ts'
import type { LabwrightOptions } from './options.ts'

/**
 * The test module that stands for a lab: JavaScript in which each test stands in the line of its heading, so that
 * Vitest, its reporters and editors point into the Markdown.
 *
 * @param file the lab's Markdown, its whole path
 */
export const labModule = (file: string, options: LabwrightOptions): string => {
  const { lab, source, problems } = readLab(file)
  const ours = (name: string): string => JSON.stringify(join(import.meta.dirname, name))
  // What is said of it names the file as the person who started Vitest would.
  const named = { file: relative(process.cwd(), file) }
  const errors = problems.flatMap((each) => (each.severity === 'error' ? { ...each, ...named } : []))
  if (!lab || errors.length > 0)
    return `import { refuse } from ${ours('refuse.ts')}; refuse(${JSON.stringify(errors)})`

  const lines = Array.from({ length: source.split(/\r\n|\n|\r/).length + 1 }, (): string[] => [])
  const write = (line: number, code: string): void => void lines[line - 1]!.push(code)
  const told: Told = { lab: { ...lab, ...named }, source, options }
  write(
    1,
    `import { describe, test } from 'vitest'; import { labTests } from ${ours('lab-tests.ts')}; ` +
      `const lab = labTests(${JSON.stringify(told)}); ` +
      `describe(${JSON.stringify(`${lab.name}: ${lab.title}`)}, lab.options, () => { lab.hooks();`,
  )
  const setup = lab.blocks.find(({ kind }) => kind === 'setup')
  if (setup) write(setup.position.line, `test('setup', lab.setup);`)
  for (const { id, title, position } of lab.steps)
    write(position.line, `test(${JSON.stringify(title)}, lab.step(${JSON.stringify(id)}));`)
  const last = lines.length
  if (options.machine !== 'scratch') write(last, `test('cleanup', lab.cleanup);`)
  write(last, '})')
  return lines.map((codes) => codes.join(' ')).join('\n')
}
