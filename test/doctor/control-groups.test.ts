import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { examineControlGroups } from '../../runner/doctor/control-groups.ts'
import { findElsewhere } from './elsewhere.ts'

const groups = (): string =>
  execFileSync('find', ['/sys/fs/cgroup', '-name', 'labwright-doctor-*'], { encoding: 'utf8' })

/** The hierarchy that is mounted last is read-only: on v1, some groups are made before one can't be. */
const LAST_READ_ONLY = [
  ...['unshare', '--mount', 'bash', '-c'],
  'mount -o bind,remount,ro "$(findmnt --noheadings --types cgroup,cgroup2 --output TARGET --list | grep -v unified | tail -n 1)"; "$@"',
  'bash',
]

describe.runIf(process.getuid?.() === 0)('examineControlGroups', () => {
  it('makes the groups of a machine and removes them again', () => {
    expect(examineControlGroups()).toMatchObject({
      ok: true,
      detail: expect.stringMatching(/^v[12].*bounded$/),
    })
    expect(groups()).toBe('')
  })

  it('fails where a group can be made in no hierarchy or only in some, and removes those', () => {
    const [finding] = findElsewhere(LAST_READ_ONLY, 'control-groups.ts', 'examineControlGroups()')
    expect(finding).toMatchObject({
      ok: false,
      detail: expect.stringContaining('EROFS'),
      mend: expect.any(String),
    })
    expect(groups()).toBe('')
  })
})
