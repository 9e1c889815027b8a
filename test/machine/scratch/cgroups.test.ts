import { describe, expect, it } from 'vitest'
import { joinLeaf, parseHierarchies } from '../../../runner/machine/scratch/cgroups.ts'

const V1 = `
22 27 0:21 / /proc rw,relatime - proc proc rw
31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
32 31 0:29 / /sys/fs/cgroup/systemd rw,nosuid shared:9 - cgroup cgroup rw,xattr,release_agent=/lib/systemd/systemd-cgroups-agent,name=systemd
33 31 0:30 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:15 - cgroup cgroup rw,cpu,cpuacct
34 31 0:31 / /sys/fs/cgroup/cpuset rw,nosuid shared:16 - cgroup cgroup rw,cpuset,clone_children
35 31 0:32 / /sys/fs/cgroup/memory rw,nosuid shared:17 master:3 - cgroup cgroup rw,memory
`

const V2 = `
25 30 0:23 / /sys rw,nosuid - sysfs sysfs rw
28 25 0:26 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:4 - cgroup2 cgroup2 rw,nsdelegate,memory_recursiveprot
`

describe('parseHierarchies', () => {
  it('names the v1 hierarchies as they are mounted', () => {
    expect(parseHierarchies(V1)).toEqual({
      v1: [
        { mountPoint: '/sys/fs/cgroup/systemd', root: '/', options: 'name=systemd' },
        { mountPoint: '/sys/fs/cgroup/cpu,cpuacct', root: '/', options: 'cpu,cpuacct' },
        { mountPoint: '/sys/fs/cgroup/cpuset', root: '/', options: 'cpuset' },
        { mountPoint: '/sys/fs/cgroup/memory', root: '/', options: 'memory' },
      ],
      v2: undefined,
    })
  })

  it('finds the one hierarchy of v2', () => {
    expect(parseHierarchies(V2)).toEqual({ v1: [], v2: '/sys/fs/cgroup' })
  })

  it('finds both on a hybrid system', () => {
    const unified = '41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n'
    const { v1, v2 } = parseHierarchies(V1 + unified)
    expect(v1).toHaveLength(4)
    expect(v2).toBe('/sys/fs/cgroup/unified')
  })

  it('takes a hierarchy that is mounted twice once', () => {
    const again = '99 31 0:32 / /mnt/memory rw - cgroup cgroup rw,memory\n'
    expect(parseHierarchies(V1 + again).v1.map(({ mountPoint }) => mountPoint)).not.toContain('/mnt/memory')
    expect(parseHierarchies(V2 + V2.replace('/sys/fs/cgroup', '/mnt')).v2).toBe('/sys/fs/cgroup')
  })

  it('keeps which group a container has mounted', () => {
    const line =
      '40 39 0:32 /docker/ab12 /sys/fs/cgroup/memory ro,nosuid master:17 - cgroup cgroup rw,memory\n'
    expect(parseHierarchies(line).v1).toEqual([
      { mountPoint: '/sys/fs/cgroup/memory', root: '/docker/ab12', options: 'memory' },
    ])
  })

  it('finds none where none is mounted', () => {
    expect(parseHierarchies('')).toEqual({ v1: [], v2: undefined })
    expect(parseHierarchies('nonsense\n\n - - \n')).toEqual({ v1: [], v2: undefined })
  })
})

describe('joinLeaf', () => {
  it('is the group itself with v1, and a leaf for each member with v2', () => {
    const v1 = { directories: ['/a', '/b'], hierarchies: 'memory pids' }
    const v2 = { directories: ['/c'], hierarchies: 'v2' }
    expect([joinLeaf(v1, 'lan'), joinLeaf(v1, 'beta')]).toEqual(['tasks', 'tasks'])
    expect([joinLeaf(v2, 'lan'), joinLeaf(v2, 'beta')]).toEqual([
      'lan/cgroup.procs',
      'beta/init/cgroup.procs',
    ])
  })
})
