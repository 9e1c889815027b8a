import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Command } from 'commander'
import { formatProblem } from '../lab/format-problem.ts'
import type { Lab } from '../lab/lab.ts'
import { parse } from '../lab/parse.ts'
import type { Problem } from '../lab/problem.ts'
import { compareTranslation } from '../lab/translation.ts'
import { count } from '../report/count.ts'
import { color } from './color.ts'
import { EXIT } from './exit.ts'
import { findLabFiles, readLab } from './labs.ts'
import { readRulePage, ruleNames, rulePage, ruleSummary } from './rule-pages.ts'

/** `labwright lint`: everything that can be known without running. */
export const lintCommand = (): Command =>
  new Command('lint')
    .description('everything that can be known without running')
    .argument('[lab...]', 'labs; all of labs/ where none is named')
    .option('--json', 'print one JSON document', false)
    .option('--rules', 'list the rules instead', false)
    .option('--explain <rule>', "print a rule's page instead: what it asks for, why, and an example")
    .action((names: string[], options: { json: boolean; rules: boolean; explain?: string }) => {
      if (options.explain !== undefined) return void process.stdout.write(readRulePage(options.explain))
      if (options.rules) return void process.stdout.write(ruleList(options.json))
      const files = findLabFiles(names)
      const problems = files.flatMap(lintFile)
      if (options.json) process.stdout.write(`${JSON.stringify(problems, null, 2)}\n`)
      else
        for (const problem of problems)
          console.log(`${formatProblem(problem)}\n  why: labwright lint --explain ${linked(problem.rule)}\n`)
      const errors = problems.filter(({ severity }) => severity === 'error').length
      console.error(
        `${count(files.length, 'lab')}: ${count(errors, 'error')}, ${count(problems.length - errors, 'warning')}`,
      )
      process.exitCode = errors > 0 ? EXIT.malformed : EXIT.held
    })

const ruleList = (json: boolean): string => {
  const rules = ruleNames().map((name) => ({ name, ...ruleSummary(name) }))
  if (json) return `${JSON.stringify(rules, null, 2)}\n`
  const width = Math.max(...rules.map(({ name }) => name.length))
  const lines = rules.map(
    ({ name, severity, summary }) =>
      `${linked(name)}${' '.repeat(width - name.length)}  ${severity.padEnd('warning'.length)}  ${summary}\n`,
  )
  return lines.join('')
}

/** A rule's name, on a terminal a link to its page (OSC 8). */
const linked = (name: string): string =>
  color ? `\x1b]8;;${pathToFileURL(rulePage(name))}\x1b\\${name}\x1b]8;;\x1b\\` : name

/** What can be known of a lab and of its translations. */
export const lintFile = (file: string): Problem[] => {
  const { lab, problems } = readLab(file)
  return lab
    ? [...problems, ...translationsOf(file).flatMap((other) => lintTranslation(lab, other))]
    : problems
}

/** `index.ru.md` and its like, beside an `index.md`. */
const translationsOf = (file: string): string[] => {
  const folder = dirname(file)
  if (basename(file) !== 'index.md' || !existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => /^index\.[a-z]{2}\.md$/.test(name))
    .sort()
    .map((name) => join(folder, name))
}

const lintTranslation = (original: Lab, file: string): Problem[] => {
  const text = readFileSync(file, 'utf8')
  const { lab, problems } = parse(text, file)
  return lab ? [...problems, ...compareTranslation(original, lab, text)] : problems
}
