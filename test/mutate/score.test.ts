import { describe, expect, it } from 'vitest'
import type { Kind, Mutant } from '../../runner/mutate/mutant.ts'
import { allOf, percent, rowOf, totalOf } from '../../runner/mutate/score.ts'
import { PLACE, scoreTable, writeTable } from '../../runner/mutate/score-table.ts'
import { Survivors, survivorItem } from '../../runner/mutate/survivors.ts'
import type { Trial } from '../../runner/mutate/trial.ts'

const trials = (kind: Kind, ...outcomes: Trial['outcome'][]): Trial[] =>
  outcomes.map((outcome) => ({ mutant: { kind } as Mutant, outcome }))

const veth = rowOf('veth', [
  ...trials('command', 'caught', 'caught', 'look', 'refused', 'refused'),
  ...trials('argument', 'caught', 'survived', 'look'),
  ...trials('line', 'caught'),
])
const bridge = rowOf('bridge', trials('line', 'caught', 'caught'))

describe('the score', () => {
  it('is what was caught of all but the looks and what is refused', () => {
    expect(totalOf(veth)).toEqual({ caught: 4, counted: 5 })
    expect(percent(totalOf(veth))).toBe('80.0 %')
    expect(totalOf(allOf([veth, bridge]))).toEqual({ caught: 6, counted: 7 })
  })

  it('says 100 % of all alone', () => {
    expect(percent({ caught: 1999, counted: 2000 })).toBe('99.9 %')
    expect(percent({ caught: 2000, counted: 2000 })).toBe('100.0 %')
    expect(percent({ caught: 0, counted: 0 })).toBe('100.0 %')
  })
})

describe('the table in a page', () => {
  const page = `# Page\n\n${PLACE}\n\nThe rest.\n`

  it('is written between its markers, lab by lab, as all at once', () => {
    const both = writeTable(page, [veth, bridge])!
    expect(both).toContain('[bridge](bridge/index.md)')
    expect(both).toMatch(/^# Page\n[\s\S]*The rest\.\n$/)
    expect(writeTable(writeTable(page, [veth])!, [bridge])).toBe(both)
    expect(writeTable(both, [veth])).toBe(both)
    expect(writeTable(both, [])).toBe(both)
    const worse = rowOf('veth', trials('line', 'survived'))
    expect(writeTable(both, [worse])).toBe(writeTable(page, [worse, bridge]))
  })

  it('is written nowhere else', () => expect(writeTable('# Page\n', [veth])).toBeUndefined())

  it('is the one that is printed, with links', () => {
    const cells = (table: string) => table.replaceAll(/\[(\w+)\]\([^)]*\)/g, '$1').replaceAll(/[ -]+/g, ' ')
    expect(cells(writeTable(page, [bridge, veth])!)).toContain(cells(scoreTable([bridge, veth])))
  })
})

describe('the list of survivors', () => {
  it.each(['rm one → rm oen', 'without echo `x`', 'a: b', '`', 'x ``y`` z'])(
    'keeps the reason for %s',
    (change) => {
      const page = `# Prose\n\n## veth\n\nMore.\n\n${survivorItem(change, 'two ways: one end')}\n\n## other\n`
      const survivors = new Survivors(page)
      expect(survivors.why('veth', change)).toBe('two ways: one end')
      expect(survivors.why('other', change)).toBeUndefined()
    },
  )
})
