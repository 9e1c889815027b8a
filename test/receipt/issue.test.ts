import { statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { parse } from '../../runner/lab/parse.ts'
import { version } from '../../runner/lab/version.ts'
import { issueReceipt, signedLab } from '../../runner/receipt/issue.ts'
import { readKeys } from '../../runner/receipt/key.ts'
import { loadKey } from '../../runner/receipt/key-store.ts'
import { verifyPile } from '../../runner/receipt/pile.ts'
import type { Receipt } from '../../runner/receipt/receipt.ts'
import { Progress } from '../../runner/serve/progress.ts'
import { folder } from '../cli/labwright.ts'
import { block, lesson } from '../lab/lesson.ts'
import { testServer } from '../serve/test-server.ts'

const SOURCE = `${lesson(
  `${block('console', 'host$ touch one')}\n\n${block('check it is there', 'host$ test -e one')}`,
)}\n\n## Two {#two}\n\n${block('console', 'host$ echo two')}\n`

const lab = { ...parse(SOURCE, 'labs/veth/index.md').lab!, name: 'veth' }
const steps = lab.steps.map(({ id }) => id)
const machine = { kind: 'scratch', id: 'abcde' } as const

let data: string
beforeEach(() => {
  data = folder({})
  vi.stubEnv('XDG_DATA_HOME', data)
  return () => vi.unstubAllEnvs()
})

const payload = (receipt: string): Receipt =>
  JSON.parse(Buffer.from(receipt.split('.')[1]!, 'base64url').toString())

const issue = async (progress: Progress, learner = 'Ada'): Promise<Receipt> => {
  const issued = await issueReceipt(signedLab({ lab, version: await version(lab) }), progress, learner)
  if ('refused' in issued) throw new Error(issued.message)
  return payload(issued.receipt)
}

describe('a receipt from the page', () => {
  it('says which steps the server saw done, when and where, and is verified with its public key', async () => {
    const progress = new Progress(folder({}), () => {})
    const now = await version(lab)
    for (const [index, step] of steps.entries())
      progress.add('veth', step, { at: 1_700_000_000 + index, version: now, machine })
    const issued = await issueReceipt(signedLab({ lab, version: now }), progress, 'Ada Lovelace')
    if ('refused' in issued) throw new Error(issued.message)
    expect(payload(issued.receipt)).toMatchObject({
      sub: 'Ada Lovelace',
      lab: 'veth',
      version: now,
      seed: progress.seed,
      machine,
      ok: true,
      steps: [
        { id: steps[0], ok: true, held: 1, checks: 1, at: 1_700_000_000 },
        { id: 'two', ok: true, held: 0, checks: 0, at: 1_700_000_001 },
      ],
    })
    const keys = await readKeys(JSON.stringify((await loadKey('main')).publicJwk))
    const pile = [{ file: 'a', line: 1, token: issued.receipt }]
    const [verified] = await verifyPile(pile, keys, { now: 2_000_000_000 })
    expect(verified!.verdict.ok).toBe(true)
  })

  it('is signed by a key that only this user may read, made at the first and used from then on', async () => {
    const progress = new Progress(folder({}), () => {})
    progress.add('veth', 'two', { at: 1, version: await version(lab), machine })
    await issue(progress)
    const file = join(data, 'labwright/keys/main.jwk')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const { mtimeMs } = statSync(file)
    await issue(progress)
    expect(statSync(file).mtimeMs).toBe(mtimeMs)
  })

  it('is of the whole lab only where all of it was seen in its present version', async () => {
    const progress = new Progress(folder({}), () => {})
    progress.add('veth', steps[0]!, { at: 5, version: 'ba9876543210', machine })
    progress.add('veth', 'two', { at: 7, version: await version(lab), machine })
    const { ok, steps: found } = await issue(progress)
    expect(ok).toBe(false)
    expect(found.map((step) => [step.ok, step.held, step.at])).toEqual([
      [false, 0, 7],
      [true, 0, 7],
    ])
  })

  it('is none where nothing was seen', async () => {
    const progress = new Progress(folder({}), () => {})
    await expect(issue(progress)).rejects.toThrow(/No step of this lab was seen done/)
  })

  it.each(['', ' Ada', 'A\nB', 'x'.repeat(201)])('is none for the name %j', async (learner) => {
    const progress = new Progress(folder({}), () => {})
    progress.add('veth', 'two', { at: 7, version: await version(lab), machine })
    await expect(issue(progress, learner)).rejects.toThrow(/1 to 200 characters/)
  })
})

describe('over HTTP', () => {
  it('it is a file to keep, for who has the token', async () => {
    const { get, progress, one } = await testServer()
    progress.add('one', 'one', { at: 7, version: await version(one), machine })
    const answer = await get('/live/receipt/one?learner=%C3%89mile')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="one.jws"')
    expect(payload(await answer.text()).sub).toBe('Émile')
    expect((await get('/live/receipt/one?learner=A', {})).status).toBe(401)
  })

  it.each([
    ['/live/receipt/none?learner=A', 404],
    ['/live/receipt/one', 400],
    ['/live/receipt/one?learner=A', 409],
  ])('%s is refused with %i, in words', async (path, status) => {
    const { get } = await testServer()
    const answer = await get(path)
    expect(answer.status).toBe(status)
    expect(await answer.text()).toMatch(/^[A-Z].*\.\n$/)
  })
})
