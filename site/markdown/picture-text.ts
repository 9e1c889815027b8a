/** A Mermaid picture in words, for those who hear the page: its groups, then its lines. */
import { parseMermaid } from 'beautiful-mermaid'

const ENTITIES: Record<string, string> = { quot: '"', amp: '&', lt: '<', gt: '>' }

/** `host: eth0, docker0. docker0 – a virtual cable – eth0.`: names and signs alone, so it is of any language. */
export const describePicture = (source: string): string => {
  const { nodes, edges, subgraphs } = parseMermaid(source)
  const labels = new Map([...nodes].map(([id, { label }]) => [id, plain(label)]))
  for (const { id, label } of flat(subgraphs)) labels.set(id, plain(label))
  const nameOf = (id: string): string => labels.get(id) ?? id
  const grouped = new Set(flat(subgraphs).flatMap(({ nodeIds }) => nodeIds))
  const groups = flat(subgraphs).map(
    ({ label, nodeIds, children }) =>
      `${plain(label)}: ${[...nodeIds, ...children.map(({ id }) => id)].map(nameOf).join(', ')}`,
  )
  const lines = edges.map((edge) => `${nameOf(edge.source)} ${signOf(edge)} ${nameOf(edge.target)}`)
  const drawn = new Set(edges.flatMap(({ source: from, target }) => [from, target]))
  const alone = [...nodes.keys()].filter((id) => !drawn.has(id) && !grouped.has(id)).map(nameOf)
  return [...groups, ...alone, ...lines].map((sentence) => `${sentence}.`).join(' ')
}

const signOf = ({ label, hasArrowStart, hasArrowEnd }: Edge): string => {
  if (label) return `${hasArrowStart ? '←' : '–'} ${plain(label)} ${hasArrowEnd ? '→' : '–'}`
  if (hasArrowStart) return hasArrowEnd ? '↔' : '←'
  return hasArrowEnd ? '→' : '–'
}

type Edge = ReturnType<typeof parseMermaid>['edges'][number]
type Group = ReturnType<typeof parseMermaid>['subgraphs'][number]

const flat = (groups: readonly Group[]): Group[] =>
  groups.flatMap((group) => [group, ...flat(group.children)])

const plain = (label: string): string =>
  label
    .replace(/<br\s*\/?>|\n/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(quot|amp|lt|gt);/g, (_, name: string) => ENTITIES[name]!)
    .trim()
