/** What labs/survivors.md excuses is a change that `labwright mutate` makes: a line that was edited since is no excuse for another. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { KINDS } from '../../runner/mutate/mutant.ts'
import { mutantsOf } from '../../runner/mutate/mutants.ts'
import { Survivors } from '../../runner/mutate/survivors.ts'
import { labOf } from '../lab/lesson.ts'

const folder = join(import.meta.dirname, '../../labs')

it('every reason is for a mutant that there is', () => {
  const { changes } = new Survivors(readFileSync(join(folder, 'survivors.md'), 'utf8'))
  expect(changes.length).toBeGreaterThan(0)
  const stale = changes.filter(({ lab, change }) => {
    const source = readFileSync(join(folder, lab, 'index.md'), 'utf8')
    return !mutantsOf(labOf(source), source, KINDS).some(
      (mutant) => mutant.change === change && !mutant.apart,
    )
  })
  expect(stale).toEqual([])
})
