import { describe, expect, it } from 'vitest'
import { findHindrance, type Surroundings } from '../../../runner/machine/rootless/hindrance.ts'

const SUBIDS = 'ada:100000:65536\nbob:165536:65536\n'

/** A computer that forbids nothing, but for what is told. */
const here = (files: Record<string, string | undefined> = {}, missing: string[] = []): Surroundings => {
  const all: Record<string, string | undefined> = {
    '/etc/subuid': SUBIDS,
    '/etc/subgid': SUBIDS,
    '/proc/sys/user/max_user_namespaces': '96365\n',
    ...files,
  }
  return {
    user: { name: 'bob', id: 1001 },
    read: (path) => all[path],
    has: (command) => !missing.includes(command),
  }
}

const find = (surroundings: Surroundings) =>
  findHindrance('unshare: unshare failed: No space left on device', surroundings)

describe('what is in the way of a user namespace', () => {
  it.each(['newuidmap', 'newgidmap'])('is %s that is missing', (command) => {
    const { cause, mend } = find(here({}, [command]))
    expect(cause).toContain('are missing')
    expect(mend).toBe('sudo apt-get install --no-install-recommends uidmap')
  })

  it.each([
    ['another user has one', 'ada:100000:65536\n', '165536-231071'],
    ['it is too small', 'ada:100000:65536\nbob:165536:1000\n', '166536-232071'],
    ['nobody has one', '', '100000-165535'],
    ['there is no file', undefined, '100000-165535'],
  ])('is a range of IDs that the user lacks: %s', (_case, text, range) => {
    for (const file of ['/etc/subuid', '/etc/subgid']) {
      const { cause, mend } = find(here({ [file]: text }))
      expect(cause).toContain(file)
      expect(mend).toBe(`sudo usermod --add-subuids ${range} --add-subgids ${range} bob`)
    }
  })

  it('finds a range that is written with the number of the user', () => {
    expect(find(here({ '/etc/subuid': '1001:100000:65536\n' })).cause).not.toContain('/etc/subuid')
  })

  it.each([
    [
      '/proc/sys/kernel/unprivileged_userns_clone',
      '0\n',
      'sudo sysctl -w kernel.unprivileged_userns_clone=1',
    ],
    ['/proc/sys/user/max_user_namespaces', '0\n', 'sudo sysctl -w user.max_user_namespaces=10000'],
    [
      '/proc/sys/kernel/apparmor_restrict_unprivileged_userns',
      '1\n',
      'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
    ],
  ])('is a switch of the kernel: %s', (file, text, command) => {
    const { cause, mend } = find(here({ [file]: text }))
    expect(mend).toBe(command)
    expect(cause).toContain(file.slice('/proc/sys/'.length).replace('/', '.'))
    expect(find(here({ [file]: text === '0\n' ? '1\n' : '0\n' })).mend).not.toBe(command)
  })

  it('is what unshare(1) said, where none of these is', () => {
    const { cause, mend } = find(here())
    expect(cause).toContain('No space left on device')
    expect(mend).toContain('root')
  })
})
