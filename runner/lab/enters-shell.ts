import { type Arguments, has, readArguments } from './arguments.ts'
import { isInteractive, readDockerCall } from './docker-call.ts'
import { shellWords } from './shell-words.ts'

/**
 * Whether a command opens a shell inside its terminal, so that what is typed next is typed in there.
 *
 * Decided from the text alone: a lesson must read the same before any machine runs it. Only a
 * command that stands alone can, not one in a pipe or a list, with a redirection, or with `-c`.
 */
export function entersShell(text: string): boolean {
  const { commands, plain } = shellWords(text)
  return plain && opensShell(commands[0] ?? [])
}

/** Programs that run another one, and open a shell or nothing where none is given. */
type Wrapper = (words: string[]) => boolean

/** A program of which `values` are the options that take the next word, and `own` says what it does alone. */
const wrapper =
  (values: string[], own: (args: Arguments) => boolean, drop = 0): Wrapper =>
  (words) => {
    const args = readArguments(words, (name) => values.includes(name))
    const program = args.operands.slice(drop)
    return program.length > 0 ? opensShell(program) : args.operands.length === drop && own(args)
  }

const isHelp = (args: Arguments): boolean => has(args, 'help', 'version', 'V')

const shell: Wrapper = (words) => {
  const args = readArguments(words, (name) => ['o', 'O', 'rcfile', 'init-file'].includes(name))
  return args.operands.length === 0 && !has(args, 'c') && !isHelp(args)
}

const su: Wrapper = (words) =>
  !words.some((word) => /^-[a-z]*c|^--(command|session-command|help|version)\b/.test(word))

const ssh: Wrapper = (words) => {
  const args = readArguments(words, (name) => 'BbcDEeFIiJLlmOopQRSWw'.includes(name))
  const [host, ...program] = args.operands
  if (host === undefined || has(args, 'N', 'f', 'T', 'W')) return false
  // Given a program, ssh opens no terminal for it unless told to (ssh(1), -t).
  return program.length === 0 || (has(args, 't') && opensShell(program))
}

const sudo: Wrapper = (words) => {
  const values = [
    'u',
    'user',
    'g',
    'group',
    'h',
    'host',
    'p',
    'prompt',
    'C',
    'D',
    'chdir',
    'R',
    'chroot',
    'T',
    'U',
    'r',
    't',
  ]
  const args = readArguments(words, (name) => values.includes(name))
  if (has(args, 'i', 's', 'login', 'shell')) return args.operands.length === 0
  return opensShell(args.operands)
}

const ip: Wrapper = (words) => {
  const args = readArguments(words, (name) => name === 'n')
  const [object, verb, , ...program] = args.operands
  return object === 'netns' && verb === 'exec' && opensShell(program)
}

const docker: Wrapper = (words) => {
  const call = readDockerCall(['docker', ...words])
  if (!call || !isInteractive(call)) return false
  const program = call.args.operands.slice(1)
  const entrypoint = call.args.options.get('entrypoint')
  if (call.verb === 'run' && typeof entrypoint === 'string') return opensShell([entrypoint, ...program])
  // What the image starts by itself is not known here: with `-ti` and no command, it is a shell.
  return call.args.operands.length > 0 && (program.length === 0 ? call.verb !== 'exec' : opensShell(program))
}

const always = (args: Arguments): boolean => !isHelp(args)
const never = (): boolean => false

const PROGRAMS = new Map<string, Wrapper>([
  ...['bash', 'sh', 'ash', 'dash', 'zsh'].map((name): [string, Wrapper] => [name, shell]),
  ['su', su],
  ['ssh', ssh],
  ['sudo', sudo],
  ['ip', ip],
  ['docker', docker],
  ['busybox', wrapper([], never)],
  ['env', wrapper(['u', 'unset', 'C', 'chdir', 'S', 'split-string'], never)],
  ['exec', wrapper(['a'], never)],
  ['chroot', wrapper([], always, 1)],
  ['nsenter', wrapper(['t', 'target', 'S', 'setuid', 'G', 'setgid', 'W', 'wdns'], always)],
  [
    'unshare',
    wrapper(
      [
        'R',
        'root',
        'w',
        'wd',
        'S',
        'setuid',
        'G',
        'setgid',
        'map-user',
        'map-group',
        'map-users',
        'map-groups',
        'propagation',
        'setgroups',
        'monotonic',
        'boottime',
      ],
      always,
    ),
  ],
])

function opensShell(words: string[]): boolean {
  const start = words.findIndex((word) => !/^\w+=/.test(word))
  const [program = '', ...rest] = start === -1 ? [] : words.slice(start)
  return PROGRAMS.get(program.replace(/^.*\//, ''))?.(rest) ?? false
}
