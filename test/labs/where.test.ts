/** The table of labs by kind of machine in labs/README.md, which `labwright compare --write` made. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { findLabFiles, readLab } from '../../runner/cli/labs.ts'
import { readPart } from '../../runner/report/between-marks.ts'

const ROOT = `${import.meta.dirname}/../..`
const page = readFileSync(`${ROOT}/labs/README.md`, 'utf8')

const rows = new Map(
  (readPart(page, 'labwright compare --write') ?? '').split('\n').flatMap((line) => {
    const [, name = '', ...verdicts] = line.split('|').map((cell) => cell.trim())
    const lab = /^\[(.+)\]/.exec(name)?.[1]
    return lab ? [[lab, verdicts.slice(0, -1)] as const] : []
  }),
)

const labs = findLabFiles([]).flatMap((file) => readLab(file).lab ?? [])

it('has all labs, on three kinds of machine', () => {
  expect([...rows.keys()].sort()).toEqual(labs.map(({ name }) => name).sort())
  for (const verdicts of rows.values()) expect(verdicts).toHaveLength(3)
})

it('has them hold, but for those that require root where nobody is root', () => {
  for (const { name, requires } of labs) {
    const [asRoot, withoutRoot, vm] = rows.get(name) ?? []
    expect([name, asRoot]).toEqual([name, expect.stringMatching(/^holds/)])
    expect([name, vm]).toEqual([name, expect.stringMatching(/^holds/)])
    const expected = requires.includes('root') ? /^skipped: requires root$/ : /^holds/
    expect([name, withoutRoot]).toEqual([name, expect.stringMatching(expected)])
  }
})
