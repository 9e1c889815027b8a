import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Progress } from '../../runner/serve/progress.ts'
import { readToken } from '../../runner/serve/token.ts'
import { folder } from '../cli/labwright.ts'

const SEEN = {
  at: 1_700_000_000,
  version: '0123456789ab',
  machine: { kind: 'scratch', id: 'abcde' },
} as const

const quiet = (message: string): never => {
  throw new Error(`warned: ${message}`)
}

describe('progress', () => {
  it('is there for the next server, with the same seed', () => {
    const path = folder({})
    const first = new Progress(path, quiet)
    first.add('veth', 'one', SEEN)
    first.add('veth', 'two', SEEN)
    first.add('veth', 'two', SEEN)
    first.add('constructor', 'x', SEEN)
    const second = new Progress(path, quiet)
    expect(second.seed).toBe(first.seed)
    expect(second.all).toEqual({ veth: ['one', 'two'], constructor: ['x'] })
    expect(second.done('toString')).toEqual(new Set())
  })

  it('keeps what another server added meanwhile', () => {
    const path = folder({})
    const [a, b] = [new Progress(path, quiet), new Progress(path, quiet)]
    a.add('veth', 'one', SEEN)
    b.add('veth', 'two', SEEN)
    expect(new Progress(path, quiet).all).toEqual({ veth: ['one', 'two'] })
    expect(Object.keys(new Progress(path, quiet).seen('veth'))).toEqual(['one', 'two'])
  })

  it.each(['', '{', '[]', '{"version":2}', '{"version":1,"seed":"x","done":{"veth":[1]}}', '\0\0\0'])(
    'that is damaged (%j) is set aside with a warning',
    (text) => {
      const path = folder({ 'progress.json': text })
      const warnings: string[] = []
      const progress = new Progress(path, (message) => warnings.push(message))
      expect(progress.all).toEqual({})
      expect(warnings).toHaveLength(1)
      expect(warnings[0]).toContain('progress.json')
      const aside = readdirSync(path).find((name) => name.includes('damaged'))!
      expect(readFileSync(join(path, aside), 'utf8')).toBe(text)
      progress.add('veth', 'one', SEEN)
      expect(new Progress(path, quiet).all).toEqual({ veth: ['one'] })
    },
  )

  it('of a server that did not yet write down what it saw is taken over', () => {
    const path = folder({ 'progress.json': '{"version":1,"seed":"x","done":{"veth":["one"]}}' })
    const progress = new Progress(path, quiet)
    expect(progress.all).toEqual({ veth: ['one'] })
    expect(progress.seen('veth')).toEqual({})
    progress.add('veth', 'two', SEEN)
    expect(new Progress(path, quiet).seen('veth')).toEqual({ two: SEEN })
    expect(progress.seen('constructor')).toEqual({})
  })

  it('that can not be written is told, and lasts as long as the server', () => {
    const path = folder({ file: '' })
    const warnings: string[] = []
    const progress = new Progress(join(path, 'file'), (message) => warnings.push(message))
    progress.add('veth', 'one', SEEN)
    expect(progress.all).toEqual({ veth: ['one'] })
    expect(warnings.join('\n')).toMatch(/could not be/)
  })

  it('is whole at each moment', () => {
    const path = folder({})
    const progress = new Progress(path, quiet)
    for (let step = 0; step < 50; step++) progress.add('veth', `step-${step}`, SEEN)
    expect(readdirSync(path)).toEqual(['progress.json'])
    expect(statSync(join(path, 'progress.json')).mode & 0o777).toBe(0o600)
  })
})

describe('the token', () => {
  it('stays the same, and only this user may read it', () => {
    const path = folder({})
    const token = readToken(path, quiet)
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(readToken(path, quiet)).toBe(token)
    expect(statSync(join(path, 'token')).mode & 0o777).toBe(0o600)
  })

  it('that is damaged is made anew', () => {
    const path = folder({})
    writeFileSync(join(path, 'token'), 'x\n')
    const token = readToken(path, quiet)
    expect(token).toHaveLength(43)
    expect(readFileSync(join(path, 'token'), 'utf8')).toBe(`${token}\n`)
  })
})
