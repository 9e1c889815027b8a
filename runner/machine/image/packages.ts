/** The one list of Debian packages that every machine is made of, whatever its kind. */

export const SUITE = 'bookworm'

/** What each group is for stands beside it, so that a package that nobody needs any more can be found. */
export const MACHINE_PACKAGES = [
  // A system to sit at.
  ...[
    'bash',
    'bash-completion',
    'coreutils',
    'util-linux',
    'mount',
    'login',
    'passwd',
    'hostname',
    'bsdutils',
  ],
  ...['findutils', 'grep', 'sed', 'mawk', 'gzip', 'tar', 'less', 'nano', 'ncurses-base', 'ncurses-bin'],
  ...['procps', 'psmisc', 'lsof', 'strace', 'file', 'tini', 'libcap2-bin', 'jq', 'kmod'],
  // Networks: the tools of today, and those that old texts still name.
  ...['iproute2', 'iputils-ping', 'iptables', 'nftables', 'conntrack', 'ethtool', 'tcpdump', 'iperf3'],
  ...['curl', 'netcat-openbsd', 'socat', 'bind9-dnsutils', 'bridge-utils', 'net-tools'],
  // Containers.
  ...['docker.io', 'busybox-static'],
  'python3',
]

/** What the stand-ins for Debian-like container images have in common. */
const BASE = [
  ...[
    'base-files',
    'base-passwd',
    'bash',
    'coreutils',
    'dash',
    'debianutils',
    'diffutils',
    'findutils',
    'grep',
  ],
  ...['gzip', 'hostname', 'libc-bin', 'login', 'mount', 'ncurses-base', 'passwd', 'sed', 'tar', 'util-linux'],
]

/** A stand-in for a container image that learners know by name. */
export interface ContainerImage {
  /** The name learners type, first, and its other tags. */
  names: string[]
  /** Debian packages; none: nothing but busybox. */
  packages: string[]
  /** Dockerfile instructions that `docker import` applies. */
  changes: string[]
  /** Shell script run in the new root (`$1`), after the packages. */
  finish?: string
}

export const CONTAINER_IMAGES: ContainerImage[] = [
  { names: ['busybox'], packages: [], changes: ['CMD ["sh"]'] },
  { names: ['alpine'], packages: [], changes: ['CMD ["/bin/sh"]'] },
  { names: ['ubuntu'], packages: [...BASE, 'procps'], changes: ['CMD ["bash"]'] },
  {
    names: ['nginx'],
    packages: [...BASE, 'nginx-light', 'curl'],
    changes: ['EXPOSE 80', 'CMD ["nginx", "-g", "daemon off;"]'],
    // Paths, pages and logs are where the container image of that name in a registry has them.
    finish: [
      'cd "$1"',
      'rm etc/nginx/sites-enabled/default',
      "printf 'server {\\n  listen 80;\\n  listen [::]:80;\\n  root /usr/share/nginx/html;\\n}\\n' >etc/nginx/conf.d/default.conf",
      'ln -sf /dev/stdout var/log/nginx/access.log',
      'ln -sf /dev/stderr var/log/nginx/error.log',
    ].join(' && '),
  },
  {
    names: ['python', 'python:3', 'python:3-slim'],
    packages: [...BASE, 'python3'],
    changes: ['CMD ["python3"]'],
    finish: 'ln -s python3 "$1/usr/bin/python"',
  },
  {
    names: ['nicolaka/netshoot'],
    packages: [
      ...[
        ...BASE,
        'procps',
        'psmisc',
        'iproute2',
        'iputils-ping',
        'iptables',
        'nftables',
        'conntrack',
        'ethtool',
      ],
      ...[
        'tcpdump',
        'iperf3',
        'curl',
        'netcat-openbsd',
        'socat',
        'bind9-dnsutils',
        'bridge-utils',
        'net-tools',
      ],
      ...['strace', 'jq'],
    ],
    changes: ['CMD ["bash"]'],
  },
]
