/** What each lint rule is for: a page of Markdown a rule, `docs/rules/NAME.md`, and nothing of it anywhere else. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nearest } from '../lab/nearest.ts'
import { UsageError } from './exit.ts'

const FOLDER = join(import.meta.dirname, '../../docs/rules')

/** The names of all rules, the parser's refusals and what is held of translations included. */
export const ruleNames = (): string[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.slice(0, -'.md'.length))
    .sort()

/** The file of a rule's page. */
export const rulePage = (name: string): string => join(FOLDER, `${name}.md`)

/** @throws UsageError for a name that no rule has */
export const readRulePage = (name: string): string => {
  const names = ruleNames()
  if (names.includes(name)) return readFileSync(rulePage(name), 'utf8')
  const close = nearest(name, names)
  throw new UsageError(
    `labwright lint --explain ${name}: there is no such rule.\n` +
      (close ? `Did you mean '${close}'?` : 'labwright lint --rules lists them.'),
  )
}

/** A rule in one line: whether it makes a lesson malformed, and what it asks for. */
export const ruleSummary = (name: string): { severity: string; summary: string } => {
  const [, summary = '', kind = ''] = readRulePage(name).split('\n\n')
  return { severity: kind.replace('Kind: ', ''), summary }
}
