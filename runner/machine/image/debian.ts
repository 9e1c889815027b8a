/** Where Debian's packages come from, and the one call of mmdebstrap that everything is made with. */
import { $ } from 'zx'
import { USER_NAMESPACE } from '../rootless/user-namespace.ts'
import { SUITE } from './packages.ts'

interface Mirrors {
  main: string
  security: string
}

const DEFAULT_MIRRORS: Mirrors = {
  main: 'http://deb.debian.org/debian',
  security: 'http://security.debian.org/debian-security',
}

/** The mirrors this computer uses already, if it is a Debian of the same suite; else Debian's own. */
export const findMirrors = async (): Promise<Mirrors> => {
  const { stdout } = await $({
    quiet: true,
    nothrow: true,
  })`apt-get indextargets --format ${'$(ORIGIN) $(CODENAME) $(REPO_URI)'} ${'Created-By: Packages'}`
  const found = (codename: string): string | undefined => {
    const line = stdout.split('\n').find((each) => each.startsWith(`Debian ${codename} `))
    return line?.split(' ')[2]?.replace(/\/$/, '')
  }
  return {
    main: found(SUITE) ?? DEFAULT_MIRRORS.main,
    security: found(`${SUITE}-security`) ?? DEFAULT_MIRRORS.security,
  }
}

/** The lines of this computer's apt settings that say how to reach a mirror. */
const aptSettings = async (): Promise<string[]> => {
  const { stdout } = await $({ quiet: true, nothrow: true })`apt-config dump Acquire`
  return stdout
    .split('\n')
    .filter((line) => /^Acquire::(https?::Proxy|Check-Valid-Until|Check-Date)\b.*;$/.test(line))
}

/** Left out of every image: what is read on paper and in other languages. A lesson says what is needed. */
const LEFT_OUT = [
  '/usr/share/doc/*',
  '/usr/share/man/*',
  '/usr/share/info/*',
  '/usr/share/locale/*',
  '/usr/share/lintian/*',
]

/** mmdebstrap has many children, and its signal handlers want to clean up. When this process is killed, all end at once. */
const ENDS_WITH_US = [
  ...['setpriv', '--pdeathsig=KILL'],
  ...['unshare', ...USER_NAMESPACE, '--pid', '--mount-proc', '--kill-child', '--'],
]

/** Where packages are from. */
export type Source = Pick<Bootstrap, 'architecture' | 'isPointRelease'>

interface Bootstrap {
  /** `essential`: a system of the essential packages and those named; `extract`: what is in those named, unpacked. */
  variant?: 'essential' | 'extract'
  /** Debian's name of it; this computer's own unless told otherwise. */
  architecture?: string
  /** Without the updates between two point releases: a mirror of them may be half-made. */
  isPointRelease?: boolean
  /** A shell script that is run at the end with the new root as `$1`. */
  finish?: string
}

/**
 * Makes a Debian file system, a folder or a `.tar`.
 * @throws ProcessOutput of zx where mmdebstrap fails; its standard error says why
 */
export const debootstrap = async (
  target: string,
  packages: readonly string[],
  { variant = 'essential', architecture, isPointRelease = false, finish }: Bootstrap = {},
): Promise<void> => {
  const mirrors = await findMirrors()
  const options = [
    '--mode=root',
    `--variant=${variant}`,
    ...(architecture ? [`--architectures=${architecture}`] : []),
    ...(await aptSettings()).map((line) => `--aptopt=${line}`),
    '--aptopt=Dpkg::Options "--force-unsafe-io"',
    ...LEFT_OUT.map((path) => `--dpkgopt=path-exclude=${path}`),
    `--include=${packages.join(',')}`,
    ...(finish ? [`--customize-hook=${finish}`] : []),
  ]
  const updates = [
    `deb ${mirrors.main} ${SUITE}-updates main`,
    `deb ${mirrors.security} ${SUITE}-security main`,
  ]
  const sources = [`deb ${mirrors.main} ${SUITE} main`, ...(isPointRelease ? [] : updates)]
  await $({ quiet: true })`${ENDS_WITH_US} mmdebstrap ${options} ${SUITE} ${target} ${sources}`
}
