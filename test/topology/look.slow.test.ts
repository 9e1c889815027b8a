import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ScratchMachine } from '../../runner/machine/scratch/scratch.ts'
import { lookAtNetworks } from '../../runner/topology/look.ts'
import type { Topology } from '../../runner/topology/topology.ts'
import { scratch } from '../play/play-lesson.ts'

let machine: ScratchMachine
beforeAll(async () => {
  machine = await scratch({ twoMachines: true })
})
afterAll(() => machine[Symbol.asyncDispose]())

const names = ({ namespaces }: Topology): string[] => namespaces.map(({ kind, name }) => `${kind} ${name}`)

const pairs = ({ namespaces, cables }: Topology): string[] => {
  const called = new Map(
    namespaces.flatMap(({ name, links }) => links.map((link) => [link.id, `${name}/${link.name}`] as const)),
  )
  return cables
    .map(({ kind, from, to }) => `${kind} ${[called.get(from), called.get(to)].sort().join(' ')}`)
    .sort()
}

describe('a look', () => {
  it('sees two bare machines on a LAN, and does not wake Docker', async () => {
    const seen = await lookAtNetworks(machine)
    expect(names(seen)).toEqual(['host host', 'host beta', 'other LAN'])
    expect(pairs(seen)).toEqual(['veth LAN/lan beta/eth0', 'veth LAN/lan host/eth0'])
    expect((await machine.exec('pgrep -c dockerd; ls /run/docker.sock')).stdout).toBe('0\n')
  })

  it('leaves nothing behind', async () => {
    // The processes are counted by the shell itself, before it starts any of its own.
    const state =
      'set -- /proc/[0-9]*; echo $# processes; ls /run /mnt /tmp; cat /proc/mounts; ip netns list-id'
    await lookAtNetworks(machine)
    const before = await machine.exec(state)
    for (let looks = 0; looks < 3; looks++) await lookAtNetworks(machine)
    expect(await machine.exec(state)).toEqual(before)
  })

  it('pairs cables by what the kernel says where indices are no help', async () => {
    await machine.exec(`for n in a b c d; do ip netns add $n; done
      ip -n a link add v type veth peer name v netns b
      ip -n d link add v type veth peer name v netns c
      touch /run/netns/dangling
      ip link add br0 type bridge; ip link set br0 up
      ip link add to-a master br0 type veth peer name eth0 netns a
      ip link add up0 netns b link eth0 type macvlan mode bridge
      unshare --net sleep 1000 </dev/null >/dev/null 2>&1 &
      echo $! >/root/apart; sleep 0.2`)
    const seen = await lookAtNetworks(machine)
    expect(names(seen)).toEqual([
      'host host',
      'named a',
      'named b',
      'named c',
      'named d',
      'other sleep',
      'host beta',
      'other LAN',
    ])
    expect(pairs(seen)).toEqual([
      'upper b/up0 host/eth0',
      'veth LAN/lan beta/eth0',
      'veth LAN/lan host/eth0',
      'veth a/eth0 host/to-a',
      'veth a/v b/v',
      'veth c/v d/v',
    ])
    await machine.exec(
      'kill $(cat /root/apart); for n in a b c d dangling; do ip netns del $n; done; ip link del br0',
    )
  })

  it('knows containers, those that share a namespace, and what listens', async () => {
    const { exit, stderr } = await machine.exec(
      `docker run -d --name web nginx && docker run -d --name bare --net=host busybox sleep 1000 &&
       docker run -d --name buddy --net=container:web busybox sleep 1000 &&
       docker run -d --name alone --net=none busybox sleep 1000`,
      { timeout: 60_000 },
    )
    expect(exit, stderr).toBe(0)
    const seen = await lookAtNetworks(machine)
    expect(seen.namespaces.map(({ name, containers }) => `${name}: ${containers.join()}`)).toEqual([
      'host: bare',
      'alone: alone',
      'web: web,buddy',
      'beta: ',
      'LAN: ',
    ])
    const web = seen.namespaces.find(({ name }) => name === 'web')!
    expect(web.listening).toContainEqual({ protocol: 'tcp', address: '0.0.0.0', port: 80, program: 'nginx' })
    expect(pairs(seen)).toContainEqual(expect.stringMatching(/^veth host\/veth\w+ web\/eth0$/))
    await machine.exec('docker rm -f web bare buddy alone')
    expect((await lookAtNetworks(machine)).namespaces.map(({ name }) => name)).toEqual([
      'host',
      'beta',
      'LAN',
    ])
  })
})
