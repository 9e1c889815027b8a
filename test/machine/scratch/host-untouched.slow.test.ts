import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import type { Image } from '../../../runner/machine/image/image.ts'
import { scratch } from '../../play/play-lesson.ts'
import { startOwnDocker } from './own-docker.ts'
import { readImages, remains } from './remains.ts'

let image: Image
beforeAll(async () => {
  image = (await readImages())[0]!
})

const run = (file: string, ...args: string[]): string[] =>
  (spawnSync(file, args, { encoding: 'utf8' }).stdout ?? '').split('\n').filter(Boolean)

const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

const names = (folder: string): string[] => {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

/** What a lab could change of this computer, if it came out. */
const listHost = (): Record<string, string[]> => ({
  links: run('ip', '-o', 'link'),
  addresses: run('ip', '-o', 'addr').map((line) => line.replace(/valid_lft.*/, '')),
  routes: [...run('ip', 'route', 'show', 'table', 'all'), ...run('ip', 'rule')].map((line) =>
    line.replace(/ (expires|used|age) \S+/g, ''),
  ),
  // This computer need not have the tool; the image has it.
  rules: run('chroot', join(image.folder, 'root'), 'nft', 'list', 'ruleset'),
  sockets: run('ss', '-Hltun').map((line) => line.split(/\s+/).slice(0, 5).join(' ')),
  mounts: [...read('/proc/1/mountinfo').split('\n'), ...read('/proc/self/mountinfo').split('\n')],
  mountTable: read('/run/mount/utab').split('\n'),
  names: [read('/proc/sys/kernel/hostname'), read('/proc/sys/kernel/domainname')],
  settings: files('/proc/sys/net')
    .filter((file) => !/conntrack_count|gc_|timestamp/.test(file))
    .map((file) => `${file} ${read(file)}`),
  configuration: files('/etc').map(
    (file) => `${file} ${createHash('sha256').update(read(file)).digest('hex')}`,
  ),
  run: names('/run'),
  state: [...names('/var/lib'), ...names('/var/lib/docker'), ...names('/var/log')],
  namespaces: [...names('/run/netns'), ...names('/var/run/docker')],
  groups: ['', '/memory', '/pids', '/unified'].flatMap((folder) =>
    names(`/sys/fs/cgroup${folder}`).filter((name) => !name.startsWith('labwright-')),
  ),
})

/** What the labs of a course do, and worse. */
const LOAD = `set -e
docker run -d --name web -p 8080:80 -v /etc:/host-etc nginx >/dev/null
docker run -d --name server --net=host nginx >/dev/null
docker network create --subnet 10.9.0.0/24 inner >/dev/null
docker run -d --name wired --net=none --privileged busybox sleep 1000 >/dev/null
pid=$(docker inspect --format '{{.State.Pid}}' wired)
mkdir -p /run/netns; ln -s /proc/$pid/ns/net /run/netns/wired
ip link add A type veth peer name B; ip link set A master docker0 up; ip link set B netns wired
ip netns exec wired ip addr add 172.17.0.99/16 dev B; ip netns add red; ip link add lan7 type bridge
iptables -t nat -A PREROUTING -p tcp --dport 81 -j REDIRECT --to-port 80; iptables -P FORWARD ACCEPT
nft add table inet mine; ip rule add from 10.1.1.1 table 77; ip route add 10.8.0.0/16 via 10.77.0.1
sysctl -qw net.ipv4.ip_forward=1 net.ipv4.tcp_syncookies=0 net.core.somaxconn=99 net.ipv6.conf.all.disable_ipv6=1
hostname conquered; echo conquered >/etc/hostname; useradd learner; rm -rf /usr/share/zoneinfo; echo 1 >/etc/motd
mount -t tmpfs none /mnt; mount --bind /etc /srv; mount --make-rshared /; mkdir -p /var/lib/mine /run/mine
nc -lk 9999 >/dev/null 2>&1 & nc -lkU /run/mine.sock >/dev/null 2>&1 &
for i in {1..100}; do curl -sf http://127.0.0.1:8080/ >/dev/null && curl -sf http://10.77.0.10/ >/dev/null && exit 0; sleep 0.1; done; exit 9`

it('a lab inside changes nothing of this computer, nor of the Docker that runs on it', async () => {
  await using own = await startOwnDocker(image)
  const listDocker = (): string[] => [
    own.docker('ps', '-a', '--no-trunc', '--format', '{{.ID}} {{.Names}} {{.State}}'),
    own.docker('images', '--no-trunc', '-q'),
    own.docker('network', 'ls', '--no-trunc'),
    own.docker('volume', 'ls'),
    own.docker('inspect', 'precious'),
  ]
  // The first machine may load modules into the kernel, which bring settings of their own.
  const first = await scratch({ twoMachines: true })
  expect(await first.exec(LOAD, { timeout: 60_000 })).toMatchObject({ exit: 0 })
  await first[Symbol.asyncDispose]()

  const before = listHost()
  const dockerBefore = listDocker()
  const machine = await scratch({ twoMachines: true })
  expect(await machine.exec(LOAD, { timeout: 60_000 })).toMatchObject({ exit: 0 })
  expect((await machine.exec('hostname')).stdout).toBe('conquered\n')
  expect(listHost()).toEqual(before)
  expect(listDocker()).toEqual(dockerBefore)
  await machine[Symbol.asyncDispose]()
  expect(listHost()).toEqual(before)
  expect(listDocker()).toEqual(dockerBefore)
  expect(remains([first.id, machine.id])).toEqual([])
})
