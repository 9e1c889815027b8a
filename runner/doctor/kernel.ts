import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { execute } from '../machine/execute.ts'
import { cacheDirectory } from '../machine/image/cache.ts'
import type { Image } from '../machine/image/image.ts'
import { USER_NAMESPACE } from '../machine/rootless/user-namespace.ts'
import type { Finding } from './finding.ts'

const NAMESPACES = ['mount', 'net', 'pid', 'uts', 'ipc', 'cgroup']

/** What `probe.sh` tries, what it is for, and the kernel's modules that give it. */
const TRIALS = {
  tmpfs: { name: 'tmpfs', why: "a machine's throw-away disk", modules: 'tmpfs' },
  overlay: { name: 'overlayfs', why: "a machine's changes over the image", modules: 'overlay' },
  veth: { name: 'veth', why: "a machine's network cable", modules: 'veth' },
  bridge: { name: 'bridge', why: "a machine's LAN, and Docker's", modules: 'bridge' },
  vxlan: { name: 'vxlan', why: "Docker's networks over two machines", modules: 'vxlan' },
  macvlan: { name: 'macvlan', why: 'containers with a network card of their own', modules: 'macvlan' },
  nat: {
    name: 'nat',
    why: "Docker's networks and published ports",
    modules: 'nf_tables nft_compat nft_chain_nat xt_MASQUERADE',
  },
}

type Trial = keyof typeof TRIALS

/** Labs can do without these; a machine can't be had without the others. */
const FOR_SOME_LABS: readonly Trial[] = ['vxlan', 'macvlan', 'nat']

/** Tries in namespaces of its own what machines ask of the kernel; the kernel ends all of it with them. */
export const examineKernel = async (image: Image | undefined): Promise<Finding[]> => {
  const { stdout, stderr } = await execute(
    unshare(NAMESPACES, [
      'bash',
      join(import.meta.dirname, 'probe.sh'),
      image ? join(image.folder, 'root') : nearestFolder(cacheDirectory()),
    ]),
    { timeout: 5000 },
  )
  const tried = parseTrials(stdout)
  if (tried.length === 0) return [await findRefused(stderr)]
  return [{ name: 'namespaces', ok: true, detail: NAMESPACES.join(', ') }, ...tried.map(toFinding)]
}

const unshare = (namespaces: string[], command: string[]): [string, ...string[]] => [
  'unshare',
  ...USER_NAMESPACE,
  ...namespaces.map((namespace) => `--${namespace}`),
  ...['--fork', '--kill-child', '--'],
  ...command,
]

/** One line of what `probe.sh` prints: `veth ok`, `nat unknown`, `vxlan failed Unknown device type.` */
interface Tried {
  trial: Trial
  outcome: string
  said: string
}

const parseTrials = (stdout: string): Tried[] =>
  stdout.split('\n').flatMap((line) => {
    const [trial = '', outcome = '', ...said] = line.split(' ')
    return trial in TRIALS ? [{ trial: trial as Trial, outcome, said: said.join(' ') }] : []
  })

const toFinding = ({ trial, outcome, said }: Tried): Finding => {
  const { name, why, modules } = TRIALS[trial]
  if (outcome === 'ok') return { name, ok: true, detail: `for ${why}` }
  if (outcome === 'unknown') {
    return {
      name,
      ok: 'warning',
      detail: `for ${why}: can be tried once the image is built`,
      mend: 'npx labwright image build',
    }
  }
  return {
    name,
    ok: FOR_SOME_LABS.includes(trial) ? 'warning' : false,
    detail: `for ${why}: ${said || 'refused'}`,
    mend: `modprobe -a ${modules}`,
  }
}

/** Which of the namespaces it is that can't be had. */
const findRefused = async (stderr: string): Promise<Finding> => {
  const outputs = await Promise.all(
    NAMESPACES.map((namespace) => execute(unshare([namespace], ['true']), { timeout: 5000 })),
  )
  const refused = NAMESPACES.filter((_, index) => outputs[index]?.exit !== 0)
  return {
    name: 'namespaces',
    ok: false,
    detail: `refused: ${refused.join(', ') || stderr.trim().split('\n')[0]}`,
    mend: 'in a container: docker run --privileged --cgroupns=host …; elsewhere, boot a kernel that has them (Debian: apt-get install linux-image-amd64)',
  }
}

const nearestFolder = (path: string): string => (existsSync(path) ? path : nearestFolder(dirname(path)))
