import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { examine } from '../../runner/doctor/examine.ts'

const isRoot = process.getuid?.() === 0

/** Whatever the doctor could have left: links, mounts, control groups, files where it tried to write. */
const traces = (): string =>
  execFileSync(
    'bash',
    [
      '-c',
      'ip -brief link; cat /proc/self/mounts; find /sys/fs/cgroup -name "*doctor*"; find /run /tmp -maxdepth 2 -name "*doctor*"',
    ],
    { encoding: 'utf8' },
  )

describe('examine', () => {
  it.runIf(isRoot)(
    'finds that a machine can be had where tests of machines run, and leaves nothing behind',
    async () => {
      const before = traces()
      const findings = await examine()
      expect(findings.filter(({ ok }) => ok === false)).toEqual([])
      expect(findings.map(({ name }) => name)).toEqual(
        expect.arrayContaining([
          'system',
          'user',
          'namespaces',
          'overlayfs',
          'veth',
          'nat',
          'control groups',
          'image',
          'disk',
          'memory',
        ]),
      )
      expect(traces()).toBe(before)
    },
  )

  it('says how to mend whatever it finds wrong', async () => {
    for (const finding of await examine()) {
      if (finding.ok !== true) expect(finding).toHaveProperty('mend', expect.stringMatching(/\w/))
    }
  })
})
