import { describe, expect, it } from 'vitest'
import { readOptions } from '../../runner/vitest/options.ts'

const read = (options: object) => readOptions(options)

describe('labwright() in a Vitest configuration', () => {
  it('may be told nothing, or what the README says', () => {
    expect(read({}).choice).toEqual({ kind: 'scratch' })
    const all = { machine: 'host', include: ['a/*.md'], seed: 'x', timeout: 100, yes: true }
    expect(read(all)).toEqual({ ...all, choice: { kind: 'host' } })
  })

  it.each([
    [{ machines: 'host' }, 'Unrecognized key: "machines"', 'It takes { machine, include,'],
    [{ timeout: '5s' }, '→ at timeout', 'It takes { machine, include,'],
    [{ include: 'labs/*.md' }, '→ at include', 'It takes { machine, include,'],
    [{ machine: 'cloud' }, 'machine: cloud: there is no such machine', 'vm:ID and host'],
    [{ machine: 'host' }, 'would change this computer itself', 'yes: true'],
  ])('%j is refused in words, without a stack', (options, wrong, mend) => {
    let stack = ''
    try {
      read(options)
    } catch (error) {
      stack = (error as Error).stack!
    }
    expect(stack).toContain('in the Vitest configuration')
    expect(stack).toContain(wrong)
    expect(stack).toContain(mend)
    expect(stack).not.toContain('    at ')
  })
})
