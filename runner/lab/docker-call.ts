import { type Arguments, has, readArguments } from './arguments.ts'

/** A call of the docker program. */
export interface DockerCall {
  /** `run`, `exec`, `start`, …; `network create` for those in two words. */
  verb: string
  args: Arguments
}

/** Words that group verbs. `docker container run` is `docker run`. */
const GROUPS = new Set(['container', 'image', 'network', 'volume', 'system'])

/** Options of docker itself that take the next word (docker(1)). */
const GLOBAL_VALUES = new Set([
  'H',
  'host',
  'c',
  'context',
  'config',
  'l',
  'log-level',
  'tlscacert',
  'tlscert',
  'tlskey',
])

/** The options without a value; every other one of docker-run(1), docker-exec(1), docker-start(1) has one. */
const FLAGS = new Set([
  ...[
    'd',
    'detach',
    'i',
    'interactive',
    't',
    'tty',
    'P',
    'publish-all',
    'rm',
    'init',
    'privileged',
    'read-only',
  ],
  ...[
    'no-healthcheck',
    'oom-kill-disable',
    'sig-proxy',
    'disable-content-trust',
    'q',
    'quiet',
    'help',
    'no-stdin',
  ],
  ...['attachable', 'ingress', 'internal', 'ipv6', 'config-only', 'use-api-socket', 'no-prune'],
])

/** Reads a call of docker; undefined where the words call something else. `sudo` and assignments before it are skipped. */
export function readDockerCall(words: readonly string[]): DockerCall | undefined {
  const start = words.findIndex((word) => word !== 'sudo' && !/^\w+=/.test(word))
  if (words[start] !== 'docker') return undefined
  const global = readArguments(words.slice(start + 1), (name) => GLOBAL_VALUES.has(name)).operands
  const group = GROUPS.has(global[0] ?? '') ? global.shift()! : 'container'
  const verb = global.shift() ?? ''
  const args = readArguments(global, (name) => takesValue(verb, name))
  return { verb: group === 'container' ? verb : `${group} ${verb}`, args }
}

/** `-a` is `--attach STREAM` of run, but the flag `--attach` of start; `-t` is `--tty` of run, but `--tag NAME` of build. */
function takesValue(verb: string, name: string): boolean {
  if (verb === 'build' && name === 't') return true
  if (verb === 'start' && (name === 'a' || name === 'attach')) return false
  return !FLAGS.has(name)
}

/** True where the call gives its terminal to what runs in the container. */
export const isInteractive = ({ verb, args }: DockerCall): boolean =>
  verb === 'attach' ||
  (verb === 'start' && has(args, 'a', 'attach') && has(args, 'i', 'interactive')) ||
  ((verb === 'run' || verb === 'exec') &&
    has(args, 'i', 'interactive') &&
    has(args, 't', 'tty') &&
    !has(args, 'd', 'detach'))
