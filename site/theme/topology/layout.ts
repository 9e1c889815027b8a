/**
 * Where everything of a topology stands. Each namespace is a box that lists its links from top to bottom, ports under
 * their bridge; dagre places the boxes in columns, the machine's own first, whatever it is cabled to beside it. With two
 * machines the columns of the first run to the left and those of the second to the right, so that both stand side by
 * side with the LAN between them. Units are CSS pixels before any zoom.
 */
import type { Cable, Link, Namespace, Topology } from '../../../runner/topology/topology.ts'
import { addressesShown, linksShown, portsShown } from './view.ts'

type Dagre = typeof import('@dagrejs/dagre')

/** Left upper corner and size. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}
export interface LinkBox extends Box {
  link: Link
  addresses: string[]
  /** Where its plug begins: the lower edge of the bridge. */
  plug?: number
}
export interface NamespaceBox extends Box {
  namespace: Namespace
  links: LinkBox[]
  ports: (Box & { text: string })[]
  /** The line of other containers that share it, or empty. */
  shared: string
}
export interface CableLine {
  cable: Cable
  /** An SVG path; it begins at the edge of one link and ends at that of the other. */
  path: string
  ends: [{ x: number; y: number }, { x: number; y: number }]
}
export interface Layout {
  width: number
  height: number
  namespaces: NamespaceBox[]
  cables: CableLine[]
  /** One a machine, where there are two. */
  machines: (Box & { name: string })[]
}

const CHARACTER = 6.7
const PADDING = 10
const HEADER = 30
const LINE = 15
const GAP = 6
const INDENT = 16
const FRAME = 18

export const layOut = (topology: Topology, dagre: Dagre): Layout => {
  const boxes = topology.namespaces.map(measure)
  const owner = new Map(boxes.flatMap((box) => box.links.map(({ link }) => [link.id, box] as const)))
  const cables = topology.cables.filter(({ from, to }) => owner.has(from) && owner.has(to))
  place(boxes, cables, owner, dagre)
  for (const box of boxes) fill(box, cables, owner)
  const names = [...new Set(boxes.map(({ namespace }) => namespace.machine).filter(Boolean))]
  const machines =
    names.length < 2
      ? []
      : names.map((name) => ({ name, ...around(boxes.filter((box) => box.namespace.machine === name)) }))
  const whole = around([...boxes, ...machines])
  return {
    width: whole.x + whole.width,
    height: whole.y + whole.height,
    namespaces: boxes,
    cables: cables.map((cable) => draw(cable, linkBox(owner, cable.from), linkBox(owner, cable.to))),
    machines,
  }
}

const linkBox = (owner: Map<string, NamespaceBox>, id: string): LinkBox =>
  owner.get(id)!.links.find(({ link }) => link.id === id)!

/** Sizes; nothing has its place yet. */
const measure = (namespace: Namespace): NamespaceBox => {
  const links = linksShown(namespace).map((link): LinkBox => {
    const addresses = addressesShown(link)
    return { link, addresses, x: 0, y: 0, width: 0, height: 24 + LINE * addresses.length }
  })
  const ports = portsShown(namespace).map((text) => ({ text, x: 0, y: 0, width: 0, height: 20 }))
  const shared = namespace.containers.filter((name) => name !== namespace.name).join(', ')
  const characters = [
    namespace.name.length + namespace.kind.length + 8,
    shared.length + 4,
    ...links.flatMap(({ link, addresses }) => [
      link.name.length + link.kind.length + 6 + (link.master ? 3 : 0),
      ...addresses.map((address) => address.length + 4 + (link.master ? 3 : 0)),
    ]),
    ...ports.map(({ text }) => text.length + 2),
  ]
  const rows = [...links, ...ports].reduce((sum, { height }) => sum + height + GAP, 0)
  return {
    namespace,
    links,
    ports,
    shared,
    x: 0,
    y: 0,
    width: Math.max(150, Math.ceil(Math.max(...characters) * CHARACTER + 2 * PADDING)),
    height: HEADER + (shared ? LINE : 0) + rows + PADDING,
  }
}

const place = (
  boxes: NamespaceBox[],
  cables: Cable[],
  owner: Map<string, NamespaceBox>,
  dagre: Dagre,
): void => {
  const graph = new dagre.graphlib.Graph()
  graph.setGraph({ rankdir: 'LR', nodesep: 28, ranksep: 64, marginx: 2 * FRAME, marginy: 2 * FRAME })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { namespace, width, height } of boxes) graph.setNode(namespace.id, { width, height })
  const connect = (from: NamespaceBox, to: NamespaceBox): void => {
    if (from !== to && !graph.hasEdge(to.namespace.id, from.namespace.id))
      graph.setEdge(from.namespace.id, to.namespace.id)
  }
  const roots = boxes.filter(({ namespace }) => namespace.kind === 'host')
  const lan = boxes.find(({ namespace }) => namespace.machine === '')
  for (const [index, root] of roots.entries()) {
    const mine = boxes.filter(({ namespace }) => namespace.machine === root.namespace.machine)
    const leftward = index === 0 && roots.length > 1
    const far = distances(root, mine, cables, owner)
    const outward = (near: NamespaceBox, other: NamespaceBox): void =>
      leftward ? connect(other, near) : connect(near, other)
    for (const cable of cables) {
      const [a, b] = [owner.get(cable.from)!, owner.get(cable.to)!]
      const [farA, farB] = [far.get(a), far.get(b)]
      if (farA !== undefined && farB !== undefined && farA !== farB)
        farA < farB ? outward(a, b) : outward(b, a)
    }
    for (const box of mine) if (!far.has(box)) outward(root, box)
    if (lan) leftward ? connect(root, lan) : connect(lan, root)
  }
  if (roots[0] && roots[1]) connect(roots[0], roots[1])
  dagre.layout(graph)
  for (const box of boxes) {
    const { x, y } = graph.node(box.namespace.id) as { x: number; y: number }
    box.x = Math.round(x - box.width / 2)
    box.y = Math.round(y - box.height / 2)
  }
}

/** How many cables each box is away from the machine's own; none for those that no cable leads to. */
const distances = (
  root: NamespaceBox,
  boxes: NamespaceBox[],
  cables: Cable[],
  owner: Map<string, NamespaceBox>,
): Map<NamespaceBox, number> => {
  const far = new Map([[root, 0]])
  for (const [box, distance] of far) {
    for (const { from, to } of cables) {
      const [a, b] = [owner.get(from)!, owner.get(to)!]
      const next = a === box ? b : b === box ? a : box
      if (!far.has(next) && boxes.includes(next)) far.set(next, distance + 1)
    }
  }
  return far
}

/** Gives what is in a box its place: ports under their bridge, by the height of what they are cabled to. */
const fill = (box: NamespaceBox, cables: Cable[], owner: Map<string, NamespaceBox>): void => {
  const shown = new Map(box.links.map((each) => [each.link.id, each]))
  const plugged = ({ link }: LinkBox): LinkBox[] =>
    box.links.filter(({ link: port }) => port.master === link.id)
  /** Heights of what a link, or a port of it, is cabled to. */
  const aims = (each: LinkBox): number[] => [
    ...cables.flatMap(({ from, to }) => {
      const other = from === each.link.id ? to : to === each.link.id ? from : undefined
      return other ? [owner.get(other)!.y] : []
    }),
    ...plugged(each).flatMap(aims),
  ]
  const aim = (each: LinkBox): number => {
    const all = aims(each)
    return all.length > 0 ? all.reduce((sum, y) => sum + y, 0) / all.length : 0
  }
  const ordered = (links: LinkBox[], depth = 0): [LinkBox, number][] =>
    links
      .toSorted((a, b) => aim(a) - aim(b))
      .flatMap((each) => [[each, depth], ...ordered(plugged(each), depth + 1)] as [LinkBox, number][])
  const free = box.links.filter(({ link }) => !link.master || !shown.has(link.master))
  let y = box.y + HEADER + (box.shared ? LINE : 0)
  for (const [link, depth] of ordered(free)) {
    const indent = depth * INDENT
    Object.assign(link, { x: box.x + PADDING + indent, y, width: box.width - 2 * PADDING - indent })
    const bridge = link.link.master && shown.get(link.link.master)
    if (bridge) link.plug = bridge.y + bridge.height
    y += link.height + GAP
  }
  for (const port of box.ports) {
    Object.assign(port, { x: box.x + PADDING, y, width: port.text.length * CHARACTER + 14 })
    y += port.height + GAP
  }
}

/** Leaves at the sides that face each other, or both at the right where they stand one above the other. */
const draw = (cable: Cable, a: LinkBox, b: LinkBox): CableLine => {
  const [left, right] = a.x <= b.x ? [a, b] : [b, a]
  const apart = left.x + left.width < right.x
  const start = { x: left.x + left.width, y: left.y + left.height / 2 }
  const end = { x: apart ? right.x : right.x + right.width, y: right.y + right.height / 2 }
  const bend = apart ? Math.max(30, (end.x - start.x) / 2) : 34 + Math.abs(end.y - start.y) / 12
  const second = apart ? end.x - bend : Math.max(start.x, end.x) + bend
  const first = apart ? start.x + bend : second
  return {
    cable,
    path: `M${start.x},${start.y} C${first},${start.y} ${second},${end.y} ${end.x},${end.y}`,
    ends: left === a ? [start, end] : [end, start],
  }
}

const around = (boxes: Box[]): Box => {
  if (boxes.length === 0) return { x: 0, y: 0, width: 0, height: 0 }
  const x = Math.min(...boxes.map((box) => box.x)) - FRAME
  const y = Math.min(...boxes.map((box) => box.y)) - FRAME
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) + FRAME - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) + FRAME - y,
  }
}
