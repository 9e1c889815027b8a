/** Why this user can have no user namespace here. Each cause has a command that mends it. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { delimiter, join } from 'node:path'

export interface Hindrance {
  cause: string
  /** The command. */
  mend: string
}

/** What this computer says of itself. Told apart, so that each cause can be seen in a test. */
export interface Surroundings {
  user: { name: string; id: number }
  /** The text of a file; undefined where there is none. */
  read(path: string): string | undefined
  /** Whether a command is there. */
  has(command: string): boolean
}

/** User IDs that a Debian in a user namespace needs: up to nobody, 65534. */
const IDS = 65_535

/**
 * Looks for the cause, the most telling first.
 * @param said what unshare(1) said on standard error
 */
export const findHindrance = (said: string, here: Surroundings = SURROUNDINGS): Hindrance => {
  for (const look of [lacksUidmap, hasNoRange, isSwitchedOff, areNoneLeft, isConfined]) {
    const found = look(here)
    if (found) return found
  }
  return {
    cause: `user namespaces are refused: ${said.trim().split('\n')[0] || 'unshare(1) does not say why'}`,
    mend: 'run labwright as root; in a container, its seccomp profile must allow unshare(2), and in a chroot nobody can have one',
  }
}

const lacksUidmap = ({ has }: Surroundings): Hindrance | undefined =>
  has('newuidmap') && has('newgidmap')
    ? undefined
    : {
        cause: 'newuidmap and newgidmap are missing',
        mend: 'sudo apt-get install --no-install-recommends uidmap',
      }

/** Source: subuid(5), subgid(5): `NAME or ID:FIRST:COUNT`. */
const hasNoRange = ({ user, read }: Surroundings): Hindrance | undefined => {
  for (const file of ['/etc/subuid', '/etc/subgid']) {
    const ranges = (read(file) ?? '').split('\n').map((line) => line.split(':'))
    const mine = ranges.filter(([owner]) => owner === user.name || owner === String(user.id))
    if (mine.some(([, , count]) => Number(count) >= IDS)) continue
    const first = Math.max(100_000, ...ranges.map(([, from, count]) => Number(from) + Number(count) || 0))
    const range = `${first}-${first + IDS}`
    return {
      cause: `${file} gives ${user.name} no range of ${IDS + 1} IDs`,
      mend: `sudo usermod --add-subuids ${range} --add-subgids ${range} ${user.name}`,
    }
  }
  return undefined
}

/** Debian's own switch. */
const isSwitchedOff = ({ read }: Surroundings): Hindrance | undefined =>
  read('/proc/sys/kernel/unprivileged_userns_clone')?.trim() === '0'
    ? {
        cause: 'the kernel forbids them to users (kernel.unprivileged_userns_clone is 0)',
        mend: 'sudo sysctl -w kernel.unprivileged_userns_clone=1',
      }
    : undefined

const areNoneLeft = ({ read }: Surroundings): Hindrance | undefined =>
  read('/proc/sys/user/max_user_namespaces')?.trim() === '0'
    ? {
        cause: 'the kernel allows none (user.max_user_namespaces is 0)',
        mend: 'sudo sysctl -w user.max_user_namespaces=10000',
      }
    : undefined

/** Ubuntu's switch, since 23.10. */
const isConfined = ({ read }: Surroundings): Hindrance | undefined =>
  read('/proc/sys/kernel/apparmor_restrict_unprivileged_userns')?.trim() === '1'
    ? {
        cause: 'AppArmor forbids them to users (kernel.apparmor_restrict_unprivileged_userns is 1)',
        mend: 'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
      }
    : undefined

const SURROUNDINGS: Surroundings = {
  get user() {
    const { username, uid } = userInfo()
    return { name: username, id: uid }
  },
  read: (path) => {
    try {
      return readFileSync(path, 'utf8')
    } catch {
      return undefined
    }
  },
  has: (command) =>
    [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/sbin'].some((folder) => {
      const file = join(folder, command)
      return existsSync(file) && statSync(file).isFile()
    }),
}
