import { chmodSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { version } from '../../runner/lab/version.ts'
import { readSigner } from '../../runner/receipt/key.ts'
import { makeReceipt } from '../../runner/receipt/make.ts'
import { block, labOf } from '../lab/lesson.ts'
import { FINDING } from '../receipt/a-receipt.ts'
import { folder, lab, labwright } from './labwright.ts'

const LESSON = lab(block('check it holds', 'host$ true'))

/** A folder with a lab `tiny`, and `labwright` called in it, with keys of its own. */
const place = (files: Record<string, string> = {}) => {
  const cwd = folder({ 'labs/tiny/index.md': LESSON, ...files })
  const env = { XDG_DATA_HOME: join(cwd, 'data') }
  return { cwd, call: (...args: string[]) => labwright(args, { cwd, env }) }
}

describe('labwright key', () => {
  it('makes a key that only its owner can read, shows the public part, and writes over none', async () => {
    const { cwd, call } = place()
    const made = await call('key', 'new')
    expect(made.exit).toBe(0)
    const file = join(cwd, 'data/labwright/keys/main.jwk')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const text = readFileSync(file, 'utf8')
    const { d, x } = JSON.parse(text)
    expect(made.stdout + made.stderr).not.toContain(d)
    const shown = await call('key', 'show')
    expect(shown.stdout).toBe(made.stdout)
    expect(JSON.parse(shown.stdout.split('\n')[0]!)).toMatchObject({ kty: 'OKP', crv: 'Ed25519', x })
    expect(shown.stdout.split('\n')[1]).toBe(`labwright-ed25519 ${x} main`)

    const again = await call('key', 'new')
    expect(again).toMatchObject({ exit: 2, stdout: '', stderr: expect.stringContaining('--name') })
    expect(readFileSync(file, 'utf8')).toBe(text)
    expect(await call('key', 'show', '--name', 'other')).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('labwright key new --name other'),
    })
    expect(await call('key', 'new', '--name', '../x')).toMatchObject({ exit: 2 })
  })

  it('says in words where keys can be neither written nor read', async () => {
    const { cwd } = place({ data: '', 'other/labwright/keys/main.jwk/x': '' })
    const call = (data: string, ...args: string[]) =>
      labwright(['key', ...args], { cwd, env: { XDG_DATA_HOME: join(cwd, data) } })
    const unwritten = await call('data', 'new')
    expect(unwritten).toMatchObject({ exit: 2, stderr: expect.stringContaining("main.jwk can't be written") })
    expect(unwritten.stderr).toContain('XDG_DATA_HOME')
    chmodSync(join(cwd, 'other/labwright/keys/main.jwk'), 0o700)
    const unread = await call('other', 'show')
    expect(unread).toMatchObject({ exit: 2, stderr: expect.stringContaining("main.jwk can't be read") })
  })
})

describe('labwright receipt verify', () => {
  it('says of each file what it is, writes the table, and sets its exit status', async () => {
    const { cwd, call } = place()
    const key = (await call('key', 'new')).stdout
    const signer = await readSigner(readFileSync(join(cwd, 'data/labwright/keys/main.jwk'), 'utf8'))
    const is = await version(labOf(LESSON))
    const good = await makeReceipt({ ...FINDING, lab: 'tiny', version: is }, signer)
    const old = await makeReceipt({ ...FINDING, lab: 'tiny' }, signer)
    const files = folder({ key: key, good: `${good}\n`, old: old, all: `${good}\n\n${old}\n`, none: '\n' })
    const verify = (...args: string[]) => call('receipt', 'verify', '--key', join(files, 'key'), ...args)

    const one = await verify(join(files, 'good'), '--lab', 'tiny')
    expect(one).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('Ada Lovelace: tiny, 1 of 2 steps'),
    })
    expect(one.stdout).toContain('1 receipt: all good')

    const csv = join(files, 'table.csv')
    const many = await verify(
      ...['good', 'all', 'none'].map((name) => join(files, name)),
      '--csv',
      csv,
      '--lab',
      'tiny',
    )
    expect(many.exit).toBe(1)
    expect(many.stdout.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'good',
      'reused',
      'version',
      'none',
      '4',
      '',
    ])
    expect(many.stdout).toContain(`${join(files, 'all')}:3`)
    expect(readFileSync(csv, 'utf8').split('\r\n').length).toBe(6)

    const both = await verify(join(files, 'good'), '--csv', '-')
    expect(both.stdout).toMatch(/^file,line,verdict/)
    expect(both.stderr).toContain('1 receipt: all good')
  })

  it.each([
    [['x.jws', '--key', 'nowhere'], "nowhere can't be read", '--key'],
    [['x.jws', '--key', 'x.jws'], '--key x.jws: it holds something that is no public Ed25519 key', 'x.jws'],
    [['-', '--key', '-'], 'Standard input can be read once', '-'],
    [['x.jws', '--key', 'key', '--lab', 'tinny'], "no lab 'tinny'", "Did you mean 'tiny'?"],
    [['x.jws', '--key', 'key', '--csv', './x.jws'], './x.jws would write over x.jws', '--csv another file'],
    [['x.jws'], "required option '-k, --key <file>'", '--help'],
  ])('%j is a malformed call', async (args, wrong, mend) => {
    const key = 'labwright-ed25519 11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo x'
    const { exit, stdout, stderr } = await place({ 'x.jws': 'x', key }).call('receipt', 'verify', ...args)
    expect(stderr).toContain(wrong)
    expect(stderr).toContain(mend)
    expect([exit, stdout]).toEqual([2, ''])
  })
})

describe('labwright receipt make', () => {
  it('wants a name that can be printed, and a key', async () => {
    const { call } = place()
    const bad = await call('receipt', 'make', 'tiny', '--learner', ' ada')
    expect(bad).toMatchObject({ exit: 2, stderr: expect.stringContaining('no blank at either end') })
    const none = await call('receipt', 'make', 'tiny', '--learner', 'ada')
    expect(none).toMatchObject({ exit: 2, stderr: expect.stringContaining('labwright key new makes one') })
  })

  it('says when the seed is missing that gave the learner their values', async () => {
    const { call } = place({
      'labs/own/index.md': LESSON.replace('minutes: 5', 'minutes: 5\nvary: {port: 8000..8999}'),
    })
    await call('key', 'new')
    const make = (...args: string[]) =>
      call('receipt', 'make', 'own', '--learner', 'Ada', '--machine', 'host', ...args)
    expect((await make()).stderr).toContain('their own {port}: name this one')
    expect(await make('--seed', 'a')).toMatchObject({
      exit: 0,
      stderr: expect.not.stringContaining('{port}'),
    })
  })
})
