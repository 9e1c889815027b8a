/** How a process gets inside a scratch machine: into its control groups, its namespaces, and without the powers that would reach the host. */
import { join } from 'node:path'
import { isRoot } from '../rootless/user-namespace.ts'
import { joinLeaf } from './cgroups.ts'
import type { Member, State } from './state.ts'

/**
 * Capabilities that no namespace confines: with them, root inside could load a module into the host's kernel, set its
 * clock or restart it. Source: capabilities(7).
 */
export const DROPPED_CAPABILITIES = [
  'sys_module',
  'sys_rawio',
  'sys_boot',
  'sys_time',
  'syslog',
  'mac_admin',
  'mac_override',
  'wake_alarm',
  'block_suspend',
  'audit_control',
  'audit_read',
]

/** The `setpriv` that drops them for good. */
export const DROP = ['setpriv', `--bounding-set=${DROPPED_CAPABILITIES.map((name) => `-${name}`).join(',')}`]

/** What a learner's shell finds in its environment, and no more. */
export const ENVIRONMENT = {
  HOME: '/root',
  USER: 'root',
  LOGNAME: 'root',
  SHELL: '/bin/bash',
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LANG: 'C.UTF-8',
  TERM: 'xterm-256color',
}

/** What bounds a process that has no control group: how many there may be, and that it goes first where memory runs out. */
const BOUND = 'ulimit -u "$1" 2>/dev/null; echo 1000 >/proc/self/oom_score_adj; shift; exec "$@"'

const JOIN = 'while [ "$1" != -- ]; do echo 0 >"$1" || exit 125; shift; done; shift; exec "$@"'

/**
 * The argument vector that runs `command` inside. nsenter(1) joins no control group, so a shell does that first.
 *
 * nsenter waits outside for what it started inside, and must outlive it: nobody else may ever wait for an orphan from
 * another PID namespace (process 1 of a container often doesn't), and until then the machine could not end. So signal
 * what stands below it (`kill-tree.ts`), never nsenter itself. Source: pid_namespaces(7).
 */
export const enter = (state: State, member: Member, command: string[]): [string, ...string[]] => [
  ...(isRoot ? joinCgroups(state, member) : bound(state)),
  'nsenter',
  `--target=${member.pid}`,
  ...(isRoot ? [] : ['--user']),
  ...['--mount', '--uts', '--ipc', '--net', '--pid', '--cgroup', '--root', '--wd'],
  '--',
  ...DROP,
  // Where nsenter is killed all the same, what it started is to end too.
  '--pdeathsig=TERM',
  '--',
  'env',
  '-i',
  '-C',
  '/root',
  ...Object.entries(ENVIRONMENT).map(([name, value]) => `${name}=${value}`),
  ...command,
]

const joinCgroups = ({ cgroups }: State, { name }: Member): [string, ...string[]] => [
  '/bin/sh',
  '-c',
  JOIN,
  'sh',
  ...cgroups.directories.map((directory) => join(directory, joinLeaf(cgroups, name))),
  '--',
]

const bound = ({ processes }: State): [string, ...string[]] => [
  'bash',
  '-c',
  BOUND,
  'bash',
  String(processes),
]

/** The same for a program on a terminal. When that hangs up, nsenter(1) is the one to be told, and must not hear of it. */
export const enterTerminal = (state: State, member: Member, command: string[]): [string, ...string[]] => [
  '/bin/sh',
  '-c',
  'trap "" HUP; exec "$@"',
  'sh',
  ...enter(state, member, ['env', '--default-signal=HUP', ...command]),
]
