import { shellWords } from '../lab/shell-words.ts'

/** Programs that only look, whatever they are given. */
const READERS = new Set(
  // The last five are functions that lessons define.
  (
    'arp arping capsh iperf3 tcpdump measure answer rounds best shared ' +
    'awk cat cut df diff dig echo false file find findmnt free getent grep head id jq ls lsns lsof md5sum nslookup pgrep ' +
    'ping printf ps pwd readlink sort ss stat tail test true tr uname uniq wc whoami [ egrep column comm du sed'
  ).split(' '),
)
/** Words after which a program with many sides only looks. */
const LOOKS: Record<string, RegExp> = {
  bridge: /^(link|fdb)( show.*)?$/,
  docker:
    /^(--host=\S+ |-H \S+ |--host \S+ )?(ps|inspect|logs|port|top|info|version|images|diff|stats|(network|image|volume|node|service|container) (ls|inspect|ps))\b/,
  hostname: /^(-[a-zA-Z]+)?$/,
  ip: /^(-\S+ )*(-n \S+ )?(addr|a|address|route|r|link|neigh|netns|rule|maddress)( (show|list|get|pids|identify)\b.*)?$/,
  ipcs: /^/,
  iptables: /(^| )-(S|L|vS|nvL|vnL)\b/,
  nft: /^list\b/,
  sysctl: /^(-n )?[^=]*$/,
  tc: /^qdisc show\b/,
  curl: /^(?!.*-X)/,
  wget: /-q?O ?-/,
  bash: /^--version$/,
  kill: /^-0\b/,
  socat: /^-u \S+ -$/,
  mount: /^$/,
  python3: /^-c /,
}
/** What runs the rest of its words as a command: how many words of its own it has. */
const WRAPPERS: Record<string, (words: string[]) => string[] | undefined> = {
  timeout: (words) => words.slice(2),
  nsenter: (words) => afterOptions(words.slice(1)),
  unshare: (words) => afterOptions(words.slice(1)),
  setpriv: (words) => afterOptions(words.slice(1)),
  ip: (words) => (words[1] === 'netns' && words[2] === 'exec' ? words.slice(4) : undefined),
  docker: (words) => {
    const rest =
      words[1] === '--host'
        ? words.slice(3)
        : words[1]?.startsWith('--host=')
          ? words.slice(2)
          : words.slice(1)
    if (rest[0] === 'exec') return afterOptions(rest.slice(1)).slice(1)
    // A container that is gone at once, and whose program only looks. Its options may hold a word of their own.
    if (rest[0] === 'run') return programOf(rest)
    return undefined
  },
  sh: (words) => (words[1] === '-c' && words[2] !== undefined && isLook(words[2]) ? ['true'] : undefined),
  chroot: (words) => words.slice(2),
}

/** What lessons try in order to show that nothing comes of it. */
const WITHOUT_EFFECT = [
  // The kernel drops signals to a namespace's first process that it has no handler for: pid_namespaces(7).
  /^docker exec box sh -c 'kill -(TERM|KILL) 1 && echo sent'$/,
  /^kill -TERM \{pid\} && echo sent$/,
  // It keeps a variable that nothing asks for.
  /^for name in in-none in-bridge/,
  // The namespace goes with the command, and the name in it.
  /^unshare --uts sh -c 'domainname /,
  // Refused; the exit status is that of grep.
  /^docker swarm leave 2>&1 \| grep/,
]

/**
 * Says whether a command of a lesson only looks, and so may be left out by a learner. Errs towards no: what it does not
 * know changes something.
 */
export const isLook = (text: string): boolean => {
  if (WITHOUT_EFFECT.some((each) => each.test(text))) return true
  const inner = [...text.matchAll(/\$\(([^()]*(?:\([^()]*\)[^()]*)*)\)/g)].map((found) => found[1]!)
  if (/`|<<|\(\) ?\{/.test(text) || !inner.every(isLook)) return false
  const bare = text.replaceAll(/'[^']*'|"[^"]*"/g, 'x')
  if (/(?<![2&-])>(?!&| ?\/dev\/null)|\btee\b|[^&]&\s*$/.test(bare)) return false
  return shellWords(text).commands.every(looks)
}

const looks = (words: string[]): boolean => {
  const [program = '', ...rest] = words
  if (/^(do|then|else|while|if|!|xargs)$/.test(program)) return rest.length === 0 || looks(rest)
  if (/^(for|done|fi|sleep)$/.test(program)) return true
  if (program === 'sed' && rest.some((word) => /^-i|^--in-place/.test(word))) return false
  if (program === 'find' && rest.some((word) => /^-(exec|delete)/.test(word))) return false
  const inner = WRAPPERS[program]?.(words)
  if (inner) return inner.length > 0 && looks(inner)
  return READERS.has(program) || (LOOKS[program]?.test(rest.join(' ')) ?? false)
}

const afterOptions = (words: string[]): string[] =>
  words.slice(words.findIndex((word) => !/^(-|\d+$)/.test(word)))

/** Options of `docker run` that take the next word. */
const WITH_VALUE =
  /^(-v|-w|-e|-u|-h|-p|--(name|volume|workdir|device|net|network|cap-add|cap-drop|user|env|hostname|ip|domainname|entrypoint))$/

/** What `docker run --rm` runs and waits for; nothing where the container stays, or somebody is to type in it. */
const programOf = (words: string[]): string[] | undefined => {
  let at = 1
  let gone = false
  while (words[at]?.startsWith('-')) {
    if (/^-[a-z]*[dt]/.test(words[at]!)) return undefined
    gone ||= words[at] === '--rm'
    at += WITH_VALUE.test(words[at]!) ? 2 : 1
  }
  const program = words.slice(at + 1)
  return gone && program.length > 0 ? program : undefined
}

/** Whether a word is the name of a program that is known here. */
export const isProgram = (word: string): boolean =>
  READERS.has(word) || Object.hasOwn(LOOKS, word) || Object.hasOwn(WRAPPERS, word) || CHANGERS.has(word)

/** Programs that are there to change something. */
const CHANGERS = new Set(
  'mkdir rmdir rm ln cp mv touch chmod chown su exit cd export ipcmk ipcrm httpd umount dd truncate tee sleep date id set'.split(
    ' ',
  ),
)

/** Whether an option of docker takes the next word. */
export const takesValue = (option: string): boolean => WITH_VALUE.test(option) || MORE_WITH_VALUE.test(option)

const MORE_WITH_VALUE =
  /^--(format|filter|driver|subnet|gateway|ip-range|opt|mount|tmpfs|shm-size|memory|pids-limit|cpus|uts|ipc|pid|cgroupns|userns|host|advertise-addr|signal|security-opt|add-host|dns|link|network-alias|volumes-from|label|publish|volume-driver)$/
