import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { HostMachine } from '../../runner/machine/host/host.ts'
import { checkLab } from '../../runner/play/check-lab.ts'
import type { CheckedLab } from '../../runner/play/result.ts'
import schema from '../../runner/report/check.schema.json' with { type: 'json' }
import { checkReport } from '../../runner/report/check.ts'
import { checkSchema } from '../../runner/report/check-schema.ts'
import { wallChanges, wallPicture } from '../../runner/report/wall.ts'
import { block, labOf, lesson } from '../lab/lesson.ts'

/** Three checks, of which those hold whose exit status is 0. */
const checked = async (...exits: number[]): Promise<CheckedLab> => {
  const [one, two, three] = exits.map((exit) => `host$ exit ${exit}`)
  const lab = labOf(
    lesson(
      [
        block('check first weight=2', one!),
        block('check second', two!),
        '## A step with a long title {#two}',
        block('check third', three!),
      ].join('\n'),
    ),
  )
  await using machine = await HostMachine.create()
  return checkLab(lab, machine, 'Ada')
}

describe('check.schema.json', () => {
  const validate = new Ajv2020({ strict: true }).compile(schema)

  it('is what checkSchema() gives', () => {
    expect(schema).toEqual(checkSchema())
  })

  it('takes what was found, and refuses a score that is none', async () => {
    const found = await checked(0, 1, 0)
    expect(validate(found), JSON.stringify(validate.errors)).toBe(true)
    expect(found.score).toBe(0.75)
    expect(validate({ ...found, score: 1.5 })).toBe(false)
    expect(validate({ ...found, score: undefined })).toBe(false)
    expect(validate({ ...found, points: -1 })).toBe(false)
  })
})

describe('the report for people', () => {
  it('says what counts more, and the points', async () => {
    const text = checkReport(await checked(0, 1, 0), false)
    expect(text).toContain('  ✓ first (2 points)\n  ✗ second (1 point)  labs/demo/index.md:13\n')
    expect(text).toMatch(/\ndemo: 2 of 3 checks hold, 3 of 4 points\n$/)
  })

  it('says nothing of points where all count the same', async () => {
    const lab = labOf(lesson(block('check first', 'host$ true')))
    await using machine = await HostMachine.create()
    expect(checkReport(await checkLab(lab, machine, ''), false)).toBe(
      'One\n  ✓ first\n\ndemo: 1 of 1 check holds\n',
    )
  })
})

describe('the wall display', () => {
  const window = { columns: 40, rows: 24, color: false }

  it('shows the score, the steps and their checks', async () => {
    expect(wallPicture(await checked(0, 1, 0), 'below', window)).toEqual([
      'demo: 2 of 3 checks hold, 3 of 4 points',
      `${'█'.repeat(25)}${'░'.repeat(9)}  75 %`,
      '',
      '✗ One',
      '  ✓ first',
      '  ✗ second',
      '✓ A step with a long title',
      '  ✓ third',
      '',
      'below',
    ])
  })

  it('never says 100 % before all is done', async () => {
    const found = await checked(0, 1, 0)
    const picture = (score: number): string => wallPicture({ ...found, score }, '', window)[1]!
    expect(picture(0.999)).toMatch(/░ {2}99 %$/)
    expect(picture(1)).toMatch(/█ 100 %$/)
  })

  it('fits any window: checks go first, then steps; lines are cut', async () => {
    const found = await checked(0, 1, 0)
    for (let rows = 1; rows <= 12; rows++)
      for (const columns of [1, 12, 80]) {
        const lines = wallPicture(found, 'a line below', { columns, rows, color: false })
        expect(lines.length).toBeLessThanOrEqual(rows)
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns)
      }
    const low = wallPicture(found, 'below', { ...window, rows: 9 })
    expect(low).toContain('  ✗ second')
    expect(low).not.toContain('  ✓ third')
    expect(wallPicture(found, 'below', { ...window, columns: 12, rows: 7 })).toContain('✓ A step wi…')
    expect(wallPicture(found, 'below', { ...window, rows: 6 })).toContain('… 2 more')
  })

  it('elsewhere says what changed, once', async () => {
    const [before, after] = [await checked(0, 1, 0), await checked(1, 0, 0)]
    expect(wallChanges(undefined, before)).toEqual([
      '✓ One: first',
      '✗ One: second',
      '✓ A step with a long title: third',
      'demo: 2 of 3 checks hold, 3 of 4 points',
    ])
    expect(wallChanges(before, after)).toEqual([
      '✗ One: first',
      '✓ One: second',
      'demo: 2 of 3 checks hold, 2 of 4 points',
    ])
    expect(wallChanges(after, after)).toEqual([])
  })
})
