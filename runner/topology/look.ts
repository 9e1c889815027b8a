/** Looks at a machine's networks, out of sight and without a trace. */
import type { Machine } from '../machine/machine.ts'
import { type MachineNetworks, parseNetworks } from './parse.ts'
import { LOOK } from './script.ts'
import type { Namespace, Topology } from './topology.ts'

/** Milliseconds after which a machine that is too busy to answer is left out. */
const TIMEOUT = 5000

/**
 * What the machine's networks are at this moment; on both machines, where a lab has two.
 *
 * The far ends of the machines' own cables lie outside of them, in the LAN: it is shown as a namespace of kind `other`
 * with one bridge, which has the gateway's address. It belongs to no machine (`machine` is empty), and none of it was
 * asked: it is as the machine's facts have it.
 * @throws MachineError when the machine has gone
 */
export const lookAtNetworks = async (machine: Machine): Promise<Topology> => {
  const names = machine.facts['beta.ip'] ? ['host', 'beta'] : ['host']
  const found = await Promise.all(
    names.map(async (on) =>
      parseNetworks(on, (await machine.exec(LOOK, { on, timeout: TIMEOUT * machine.pace })).stdout),
    ),
  )
  const namespaces = found.flatMap((each) => each.namespaces)
  const cables = found.flatMap((each) => each.cables)
  const lan = lanOf(machine, found)
  if (!lan) return { namespaces, cables }
  return { namespaces: [...namespaces, lan.namespace], cables: [...cables, ...lan.cables] }
}

/** @returns undefined where no cable of the machines leads there */
const lanOf = (
  { facts }: Machine,
  found: MachineNetworks[],
): { namespace: Namespace; cables: Topology['cables'] } | undefined => {
  const gateway = facts['host.gateway']
  const ends = found.flatMap(({ namespaces, outward }) => {
    const plugs = namespaces.flatMap(({ links, machine }) =>
      links.filter(
        ({ mac, addresses }) =>
          mac === facts[`${machine}.mac`] || addresses.includes(facts[`${machine}.cidr`] ?? ''),
      ),
    )
    return outward.filter((id) => plugs.some((link) => link.id === id))
  })
  if (!gateway || ends.length === 0) return undefined
  const bridge = {
    id: 'lan/1',
    name: 'lan',
    kind: 'bridge',
    up: true,
    mac: '',
    addresses: [`${gateway}/${facts['host.lan']?.split('/')[1] ?? 24}`],
  }
  return {
    namespace: {
      id: 'lan',
      machine: '',
      kind: 'other',
      name: 'LAN',
      containers: [],
      links: [bridge],
      routes: [],
      listening: [],
    },
    cables: ends.map((from) => ({ kind: 'veth', from, to: bridge.id })),
  }
}
