/** The picture in words: a nested list that says all that the picture shows. */
import type { Link, Namespace, Topology } from '../../../runner/topology/topology.ts'
import type { PictureWords } from './picture-words.ts'
import { addressesShown, linksShown, portsShown } from './view.ts'

export interface Item {
  /** The id of the namespace or link that it tells of; else the text itself. */
  key: string
  text: string
  items: Item[]
}

export const describeTopology = (topology: Topology, words: PictureWords): Item[] => {
  const named = new Map(
    topology.namespaces.flatMap((namespace) =>
      namespace.links.map((link) => [link.id, { link: link.name, namespace: namespace.name }] as const),
    ),
  )
  const cablesOf = ({ id }: Link): string[] =>
    topology.cables.flatMap(({ kind, from, to }) => {
      const other = named.get(from === id ? to : from)
      if (!other || (from !== id && to !== id)) return []
      const say = kind === 'veth' ? words.cableTo : from === id ? words.onTopOf : words.carries
      return [say(other.link, other.namespace)]
    })
  const linkItem = (link: Link): Item => {
    const addresses = addressesShown(link)
    const bridge = link.master && named.get(link.master)?.link
    const facts = [
      addresses.length > 0 ? words.addresses(addresses.join(', ')) : words.noAddress,
      ...(bridge ? [words.pluggedInto(bridge)] : []),
      ...cablesOf(link),
    ]
    return {
      key: link.id,
      text: `${link.name} (${link.kind}, ${link.up ? words.up : words.down})`,
      items: facts.map(leaf),
    }
  }
  const namespaceItem = (namespace: Namespace): Item => {
    const shared = namespace.containers.filter((name) => name !== namespace.name)
    const ports = portsShown(namespace)
    return {
      key: namespace.id,
      text: `${namespace.name} (${namespace.machine ? words.kinds[namespace.kind] : words.outside})`,
      items: [
        ...(shared.length > 0 ? [leaf(words.sharedBy(shared.join(', ')))] : []),
        ...linksShown(namespace).map(linkItem),
        ...(ports.length > 0 ? [leaf(words.listens(ports.join(', ')))] : []),
        ...(namespace.routes.length > 0 ? [leaf(words.routes(namespace.routes.join('; ')))] : []),
      ],
    }
  }
  const machines = [...new Set(topology.namespaces.map(({ machine }) => machine))]
  if (machines.filter(Boolean).length < 2) return topology.namespaces.map(namespaceItem)
  return machines.flatMap((machine) => {
    const items = topology.namespaces.filter((each) => each.machine === machine).map(namespaceItem)
    return machine ? [{ key: machine, text: words.machine(machine), items }] : items
  })
}

const leaf = (text: string): Item => ({ key: text, text, items: [] })
