import { readFileSync, rmdirSync } from 'node:fs'
import { isRoot } from '../machine/rootless/user-namespace.ts'
import { createCgroups, parseHierarchies } from '../machine/scratch/cgroups.ts'
import type { Finding } from './finding.ts'

/** Makes the control groups of a machine, sets its limits, and removes them again. */
export const examineControlGroups = (): Finding => {
  if (!isRoot) {
    return {
      name: 'control groups',
      ok: true,
      detail: "none without root: a machine's disk and processes are bounded, its memory is not",
    }
  }
  const { v1, v2 } = parseHierarchies(readFileSync('/proc/self/mountinfo', 'utf8'))
  const version = v1.length === 0 ? 'v2' : v2 ? 'v1 and v2 (hybrid)' : 'v1'
  const controllers = v1.flatMap(({ options }) => options.split(','))
  const name = `labwright-doctor-${process.pid}`
  try {
    const { directories } = createCgroups(name, { memory: 2 ** 30, disk: 2 ** 30, processes: 64 })
    for (const directory of directories) rmdirSync(directory)
    if (v1.length === 0 || controllers.includes('pids')) {
      return { name: 'control groups', ok: true, detail: `${version}; memory and processes can be bounded` }
    }
    return {
      name: 'control groups',
      ok: 'warning',
      detail: `${version}; memory can be bounded, processes can't`,
      mend: 'mount the pids controller: mount -t cgroup -o pids pids /sys/fs/cgroup/pids',
    }
  } catch (error) {
    return {
      name: 'control groups',
      ok: false,
      detail: `none can be made: ${error instanceof Error ? error.message : error}`,
      mend: mendFor(v1.length > 0 || v2 !== undefined),
    }
  }
}

const mendFor = (mounted: boolean): string =>
  mounted
    ? 'in a container: docker run --privileged --cgroupns=host …; elsewhere, boot Linux with cgroup_enable=memory'
    : 'mount -t cgroup2 cgroup2 /sys/fs/cgroup'
