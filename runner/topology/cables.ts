/**
 * Which links belong together. A link tells the index of the other (`link_index`: a veth's peer, or the lower link) and,
 * where that is in another network namespace, the number that its own namespace gives to the other one
 * (`link_netnsid`). `ip netns list-id` tells which namespace has that number. Inode and index name one link: there is
 * nothing to choose from. Source: rtnetlink(7), IFLA_LINK and IFLA_LINK_NETNSID.
 */
import type { RawLink, Records } from './records.ts'
import type { Cable } from './topology.ts'

export interface Cabling {
  cables: Cable[]
  /** Ids of veths whose other end is outside of the machine. */
  outward: string[]
}

export const joinCables = (machine: string, namespaces: Records['namespaces']): Cabling => {
  const cables: Cable[] = []
  const outward: string[] = []
  for (const { inode, links, known } of namespaces) {
    for (const link of links) {
      const kind = link.linkinfo?.info_kind === 'veth' ? 'veth' : 'upper'
      const otherInode = link.link_netnsid === undefined ? inode : known.get(link.link_netnsid)
      const there = namespaces.find((each) => each.inode === otherInode)
      const other = there?.links.find((each) => isMeant(each, link))
      const from = `${machine}:${inode}/${link.ifindex}`
      if (!there || !other) {
        if (kind === 'veth' && link.link_netnsid !== undefined) outward.push(from)
        continue
      }
      const to = `${machine}:${there.inode}/${other.ifindex}`
      // Each end of a veth tells of the other; a namespace and its link are seen at two moments, so one may have gone.
      if (from !== to && !cables.some((cable) => cable.from === to && cable.to === from))
        cables.push({ kind, from, to })
    }
  }
  return { cables, outward }
}

const isMeant = (candidate: RawLink, { link, link_index }: RawLink): boolean =>
  link === undefined ? candidate.ifindex === link_index : candidate.ifname === link
