import type { Topology } from '../../../runner/topology/topology.ts'

/** Ids of the namespaces, links and cables that are new or differ. A cable's id is those of its ends. */
export const changedIds = (before: Topology, after: Topology): Set<string> => {
  const known = parts(before)
  return new Set([...parts(after)].filter(([id, part]) => known.get(id) !== part).map(([id]) => id))
}

export const cableId = ({ from, to }: Topology['cables'][number]): string => `${from}–${to}`

/** Each part as text, without the parts that it holds. */
const parts = ({ namespaces, cables }: Topology): Map<string, string> =>
  new Map([
    ...namespaces.map(({ links: _, ...own }) => [own.id, JSON.stringify(own)] as const),
    ...namespaces.flatMap(({ links }) => links.map((link) => [link.id, JSON.stringify(link)] as const)),
    ...cables.map((cable) => [cableId(cable), cable.kind] as const),
  ])
