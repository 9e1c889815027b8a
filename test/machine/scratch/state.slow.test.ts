import { rmSync, writeFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import {
  claimState,
  listIds,
  processStart,
  readState,
  removeState,
  type State,
  stateFile,
  writeState,
} from '../../../runner/machine/scratch/state.ts'

const ID = 'test0'

const STATE: State = {
  id: ID,
  image: 'abc',
  keeper: 1,
  runner: { pid: process.pid, started: processStart(process.pid)! },
  kept: false,
  cgroups: { directories: ['/sys/fs/cgroup/x'], hierarchies: 'v2' },
  processes: 64,
  members: [{ name: 'host', pid: 2, namespace: 'mnt:[3]', address: '10.77.0.10', mac: 'aa:bb:cc:dd:ee:ff' }],
}

afterEach(() => rmSync(stateFile(ID), { force: true }))

describe('what is written down of a machine', () => {
  it('is read back as it was, until it is removed', () => {
    expect(claimState({ ...STATE, members: [] })).toBe(true)
    writeState(STATE)
    expect(readState(ID)).toEqual(STATE)
    expect(listIds()).toContain(ID)
    removeState(ID)
    removeState(ID)
    expect(readState(ID)).toBeUndefined()
    expect(listIds()).not.toContain(ID)
  })

  it('belongs to the first that claims the id', () => {
    expect(claimState(STATE)).toBe(true)
    expect(claimState({ ...STATE, image: 'another' })).toBe(false)
    expect(readState(ID)?.image).toBe('abc')
  })

  it.each([
    ['empty', ''],
    ['cut off', JSON.stringify(STATE).slice(0, 90)],
    ['of another shape', '{"id":"test0","members":[{"name":"host"}]}'],
    ['binary', '\0\u0001\ufffd'],
    ['null', 'null'],
  ])('is as good as none where it is %s', (_, text) => {
    writeFileSync(stateFile(ID), text)
    expect(readState(ID)).toBeUndefined()
    expect(listIds()).toContain(ID)
  })
})

describe('processStart', () => {
  it('tells one process from another, and from none', () => {
    expect(processStart(process.pid)).toMatch(/^\d+$/)
    expect(processStart(process.pid)).not.toBe(processStart(1))
    expect(processStart(2 ** 30)).toBeUndefined()
  })
})
