/** One machine's records → its namespaces and cables. */
import { type Cabling, joinCables } from './cables.ts'
import { nameOf } from './name.ts'
import { parseRecords, type RawLink, type Records } from './records.ts'
import type { Link, Namespace } from './topology.ts'

export interface MachineNetworks extends Cabling {
  namespaces: Namespace[]
}

/**
 * @param machine its name in the lab: `host`, `beta`
 * @param text what the script of `script.ts` printed
 */
export const parseNetworks = (machine: string, text: string): MachineNetworks => {
  const records = parseRecords(text)
  const shown = records.namespaces.flatMap((raw): { raw: typeof raw; namespace: Namespace }[] => {
    const name = nameOf(raw.inode, records)
    if (!name) return []
    const id = `${machine}:${raw.inode}`
    const namespace: Namespace = {
      id,
      machine,
      ...name,
      links: raw.links.map((link) => toLink(id, link, raw.links)),
      routes: raw.routes,
      listening: raw.sockets.flatMap(parseSocket),
    }
    return [{ raw, namespace }]
  })
  shown.sort((a, b) => rank(a.namespace, b.namespace))
  return {
    namespaces: shown.map(({ namespace }) => namespace),
    ...joinCables(
      machine,
      shown.map(({ raw }) => raw),
    ),
  }
}

/** The machine's own first, then by kind and name, so that the order does not depend on inodes. */
const KINDS: Namespace['kind'][] = ['host', 'container', 'named', 'other']
const rank = (a: Namespace, b: Namespace): number =>
  KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || (a.name < b.name ? -1 : Number(a.name > b.name))

const toLink = (namespace: string, raw: RawLink, all: Records['namespaces'][number]['links']): Link => {
  const master = raw.master && all.find(({ ifname }) => ifname === raw.master)
  return {
    id: `${namespace}/${raw.ifindex}`,
    name: raw.ifname,
    kind: raw.linkinfo?.info_kind ?? raw.link_type ?? 'ether',
    up: raw.flags?.includes('UP') ?? false,
    mac: raw.address ?? '',
    addresses: (raw.addr_info ?? []).flatMap(({ local, prefixlen }) =>
      local ? [`${local}/${prefixlen}`] : [],
    ),
    ...(master ? { master: `${namespace}/${master.ifindex}` } : {}),
  }
}

/** `tcp LISTEN 0 511 0.0.0.0:80 0.0.0.0:* users:(("nginx",pid=231,fd=5))`. Source: ss(8). */
const parseSocket = (line: string): Namespace['listening'] => {
  const [protocol, , , , local = '', , users = ''] = line.split(/\s+/)
  const [, address, port] = /^(.*):(\d+)$/.exec(local) ?? []
  if (!address || (protocol !== 'tcp' && protocol !== 'udp')) return []
  const program = /\(\("([^"]+)"/.exec(users)?.[1] ?? ''
  return [{ protocol, address, port: Number(port), program }]
}
