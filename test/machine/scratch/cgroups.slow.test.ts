import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { execute } from '../../../runner/machine/execute.ts'
import { statFields } from '../../../runner/machine/kill-tree.ts'
import { createCgroups } from '../../../runner/machine/scratch/cgroups.ts'
import { removeCgroups } from '../../../runner/machine/scratch/remove-cgroups.ts'

const LIMITS = { memory: 2 ** 28, disk: 2 ** 28, processes: 50 }

const groupsNamed = (name: string): string =>
  execFileSync('find', ['/sys/fs/cgroup', '-name', name], { encoding: 'utf8' })

describe('control groups', () => {
  it('carry the limits, and go with all that is in them', async () => {
    const name = `labwright-test-${process.pid}`
    const { directories } = createCgroups(name, LIMITS, ['host'])
    const limits = directories.flatMap((directory) =>
      ['memory.limit_in_bytes', 'memory.max', 'pids.max']
        .map((file) => join(directory, file))
        .filter((file) => existsSync(file))
        .map((file) => Number(readFileSync(file, 'utf8'))),
    )
    expect(limits.sort((a, b) => a - b)).toEqual([50, 2 ** 28])

    const { stdout } = await execute(['bash', '-c', 'setsid sleep 1000 >/dev/null & echo $!'], {})
    const inside =
      directories.length > 1 ? directories : directories.map((directory) => join(directory, 'lan'))
    for (const directory of inside) writeFileSync(join(directory, 'cgroup.procs'), stdout.trim())
    expect(await removeCgroups(directories)).toBe(1)
    expect(groupsNamed(name)).toBe('')
    expect(['Z', undefined]).toContain(statFields(Number(stdout))?.[0])
  })

  it('leave none behind where one of them could not be made', () => {
    const name = `labwright-clash-${process.pid}`
    const { directories } = createCgroups(name, LIMITS)
    expect(() => createCgroups(name, LIMITS)).toThrow('EEXIST')
    expect(groupsNamed(name).trim().split('\n')).toHaveLength(directories.length)
    execFileSync('rmdir', directories)

    expect(() => createCgroups(name, { ...LIMITS, processes: -7 })).toThrow('EINVAL')
    expect(groupsNamed(name)).toBe('')
  })
})

describe('removeCgroups', () => {
  it('has nothing to do where the groups have gone already', async () => {
    expect(await removeCgroups(['/sys/fs/cgroup/no-such-group'])).toBe(0)
  })
})
