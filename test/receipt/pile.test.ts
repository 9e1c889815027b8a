import { describe, expect, it } from 'vitest'
import { csvOf } from '../../runner/receipt/csv.ts'
import { type PileOptions, verifyPile } from '../../runner/receipt/pile.ts'
import { issuer, NOW, receiptOf } from './a-receipt.ts'

const school = await issuer()

const verdicts = async (pile: [file: string, token: string][], options: Partial<PileOptions> = {}) => {
  const handed = pile.map(([file, token]) => ({ file, line: 1, token }))
  const verified = await verifyPile(handed, school.keys, { now: NOW, ...options })
  return verified.map(({ verdict }) => (verdict.ok ? 'good' : `${verdict.fault}: ${verdict.reason}`))
}

describe('a receipt that is used twice', () => {
  it('is good once, and the other time its first place is named', async () => {
    const token = await receiptOf(school)
    expect(
      await verdicts([
        ['ada.jws', token],
        ['bob.jws', token],
      ]),
    ).toEqual(['good', 'reused: the receipt with this id was handed in already: ada.jws'])
  })

  it('is found where one machine was signed for two learners', async () => {
    const [ada, bob] = [await receiptOf(school), await receiptOf(school, { learner: 'Bob' })]
    expect(
      await verdicts([
        ['ada.jws', ada],
        ['bob.jws', bob],
      ]),
    ).toEqual(['good', 'reused: the same machine, k3f9x, was signed for Ada Lovelace already: ada.jws'])
  })

  it('is not what a learner has who did a lab again, did two labs, or worked on a host that others use, too', async () => {
    const host = { kind: 'host', id: 'host' } as const
    const tokens = await Promise.all([
      ...[receiptOf(school), receiptOf(school), receiptOf(school, { lab: 'bridge', learner: 'Bob' })],
      ...[receiptOf(school, { machine: host }), receiptOf(school, { machine: host, learner: 'Bob' })],
    ])
    expect(new Set(await verdicts(tokens.map((token) => ['x', token])))).toEqual(new Set(['good']))
  })

  it('is not one that was refused before', async () => {
    const other = await receiptOf(await issuer())
    const token = await receiptOf(school)
    const changed = token.replace(/^./, 'f')
    expect(
      (
        await verdicts([
          ['a', changed],
          ['b', other],
          ['c', token],
        ])
      ).at(-1),
    ).toBe('good')
  })
})

describe('a receipt beside what it is held against', () => {
  it('must be of a lab that was given, in the version that it has', async () => {
    const token = await receiptOf(school)
    const against = async (labs: Record<string, string>) =>
      (await verdicts([['a', token]], { labs: new Map(Object.entries(labs)) }))[0]
    expect(await against({ veth: '0123456789ab', bridge: 'ffffffffffff' })).toBe('good')
    expect(await against({ veth: 'ffffffffffff' })).toMatch(/^version: .*0123456789ab.*ffffffffffff/)
    expect(await against({ bridge: 'ffffffffffff' })).toMatch(/^lab: it is of lab veth/)
  })

  it("must be the learner's whom its file or folder is named for, where that is asked", async () => {
    const named = async (file: string) =>
      (await verdicts([[file, await receiptOf(school)]], { named: true }))[0]
    expect(await named('in/Ada Lovelace.jws')).toBe('good')
    expect(await named('Ada Lovelace/veth.jws')).toBe('good')
    expect(await named('in/Bob.jws')).toBe('learner: it was given to Ada Lovelace, but handed in as Bob.jws')
  })

  it('is good for whom it was given to, though somebody else handed in a copy before', async () => {
    const token = await receiptOf(school)
    const pile: [string, string][] = ['Aaron.jws', 'Ada Lovelace.jws'].map((file) => [file, token])
    expect(await verdicts(pile, { named: true })).toEqual([expect.stringMatching(/^learner: /), 'good'])
  })
})

describe('the table', () => {
  /** Reads CSV as RFC 4180 has it. */
  const cellsOf = (csv: string): string[][] =>
    csv
      .slice(0, -2)
      .split(/\r\n(?=(?:[^"]*"[^"]*")*[^"]*$)/)
      .map((row) =>
        [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
          ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
        ),
      )
  const tableOf = async (file: string, token: string): Promise<Record<string, string>> => {
    const csv = csvOf(await verifyPile([{ file, line: 1, token }], school.keys, { now: NOW }))
    const [head = [], row = [], ...rest] = cellsOf(csv)
    expect(rest).toEqual([])
    expect(row.length).toBe(head.length)
    return Object.fromEntries(head.map((name, index) => [name, row[index]!]))
  }

  it('says what each receipt says', async () => {
    expect(await tableOf('a.jws', await receiptOf(school))).toMatchObject({
      ...{
        file: 'a.jws',
        verdict: 'good',
        learner: 'Ada Lovelace',
        lab: 'veth',
        done: 'no',
        issued: '2027-01-15T08:00:00Z',
      },
      ...{
        'steps done': '1',
        steps: '2',
        'checks held': '2',
        checks: '3',
        version: '0123456789ab',
        machine: 'scratch',
      },
    })
  })

  it('says nothing that a receipt says whose signature does not hold', async () => {
    const row = await tableOf('a.jws', (await receiptOf(school)).replace(/.{4}$/, 'AAAQ'))
    expect(row).toMatchObject({ verdict: 'changed', learner: '', lab: '', id: '' })
    expect(row.reason).not.toBe('')
  })

  it.each(['O\'Neil, "Bob"', 'a;b', '李雷'])('keeps the name %s', async (learner) => {
    expect((await tableOf('a', await receiptOf(school, { learner }))).learner).toBe(learner)
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '=HYPERLINK("http://x","y")', '"=1+1', "'=1", '＝1+1', '|x'])(
    'lets no name be a formula: %s',
    async (learner) => {
      expect((await tableOf('a', await receiptOf(school, { learner }))).learner).toBe(`'${learner}`)
    },
  )

  it('lets no file name be a formula or break a row', async () => {
    expect((await tableOf('=x\r\n"y"', '')).file).toBe('\'=x\r\n"y"')
  })
})
