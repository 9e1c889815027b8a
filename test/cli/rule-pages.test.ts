import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readRulePage, ruleNames, ruleSummary } from '../../runner/cli/rule-pages.ts'
import { lint, RULES } from '../../runner/lab/lint.ts'
import { parse } from '../../runner/lab/parse.ts'
import type { Problem } from '../../runner/lab/problem.ts'
import { compareTranslation } from '../../runner/lab/translation.ts'
import { lesson } from '../lab/lesson.ts'
import { folder, lab, labwright } from './labwright.ts'

/** What the parser refuses and warns of, and what is told of translations, as the sources name it. */
const namedInSources = (): string[] =>
  readdirSync('runner/lab')
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => {
      const source = readFileSync(`runner/lab/${name}`, 'utf8')
      const named = (call: RegExp, before = ''): string[] =>
        [...source.matchAll(call)].map(([, rule]) => before + rule)
      return [
        ...named(/\b(?:refuse|warn)\(\s*'([a-z-]+)'/g),
        ...named(/\btell\(\s*'([a-z-]+)'/g, 'translation-'),
      ]
    })

/** The examples of a page. One that is no whole file is the body of a step. */
const examples = (page: string, which: 'bad' | 'good'): string[] => {
  const [, below = ''] = page.split('\n## Breaks it\n')
  const section = below.split('\n## Keeps it\n')[which === 'bad' ? 0 : 1]!
  return [...section.matchAll(/^````md.*\n([\s\S]*?)\n````$/gm)].map(([, text]) =>
    text!.startsWith('---\n') || text!.startsWith('## ') ? `${text}\n` : lesson(text!),
  )
}

/** All that is found in an example: a lab alone, or with its translation. */
const problemsOf = ([text = '', translated]: string[]): Problem[] => {
  const { lab, problems } = parse(text, 'labs/demo/index.md')
  if (!lab) return problems
  const found = [...problems, ...lint(lab, text)]
  if (translated === undefined) return found
  const other = parse(translated, 'labs/demo/index.fr.md')
  return [...found, ...other.problems, ...(other.lab ? compareTranslation(lab, other.lab, translated) : [])]
}

describe('the pages of rules', () => {
  it('are one for each rule, and none for what is no rule', () => {
    const rules = [...RULES.map(({ name }) => name), ...namedInSources()]
    expect(rules.length).toBeGreaterThan(45)
    expect(ruleNames()).toEqual([...new Set(rules)].sort())
  })
})

describe.each(ruleNames())('the page of %s', (name) => {
  const page = readRulePage(name)

  it('says what the rule asks for, and why', () => {
    expect(page).toMatch(
      new RegExp(
        `^# ${name}\n\n\\S.*[.]\n\nKind: (error|warning)\n\n## Why\n\n\\S.*\n\n## Breaks it\n\n[^]+\n\n## Keeps it\n\n[^]+\n$`,
      ),
    )
  })

  it('has a bad example that breaks it, and no other', () => {
    const problems = problemsOf(examples(page, 'bad'))
    expect([...new Set(problems.map(({ rule }) => rule))]).toEqual([name])
    expect(problems[0]!.severity).toBe(ruleSummary(name).severity)
  })

  it('has a good example that breaks none', () => {
    expect(problemsOf(examples(page, 'good'))).toEqual([])
    expect(examples(page, 'good').length).toBeGreaterThan(0)
  })
})

describe('labwright lint', () => {
  it('--rules lists them', async () => {
    const [text, json] = await Promise.all([
      labwright(['lint', '--rules']),
      labwright(['lint', '--rules', '--json']),
    ])
    expect(text.stdout.trimEnd().split('\n')).toHaveLength(ruleNames().length)
    expect(text.stdout).toMatch(/^link-name {2,}error {2,}A link is not named like/m)
    expect(JSON.parse(json.stdout)).toContainEqual({ name: 'missing-hint', ...ruleSummary('missing-hint') })
    expect([text.exit, json.exit]).toEqual([0, 0])
  })

  it('--explain prints a page, or says which was meant', async () => {
    const [page, none] = await Promise.all([
      labwright(['lint', '--explain', 'link-name']),
      labwright(['lint', '--explain', 'link-nmae']),
    ])
    expect(page).toEqual({ exit: 0, stdout: readRulePage('link-name'), stderr: '' })
    expect(none.stderr).toContain("Did you mean 'link-name'?")
    expect(none.exit).toBe(2)
  })

  it('names the rule of what it found', async () => {
    const cwd = folder({ 'labs/empty/index.md': lab('Prose.') })
    const { stdout } = await labwright(['lint'], { cwd })
    expect(stdout).toContain('\n  why: labwright lint --explain empty-step\n')
  })
})
