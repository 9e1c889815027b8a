import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { labNames } from '../../runner/cli/labs.ts'
import { lintFile } from '../../runner/cli/lint.ts'
import { formatProblem } from '../../runner/lab/format-problem.ts'

describe.each(labNames())('labs/%s', (name) => {
  it.each(['ru', 'zh', 'fr'])('has a translation: %s', (language) => {
    expect(existsSync(`labs/${name}/index.${language}.md`)).toBe(true)
  })

  it('has nothing that lint would speak of, and no translation that is behind', () => {
    expect(lintFile(`labs/${name}/index.md`).map(formatProblem)).toEqual([])
  })
})
