import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as dagre from '@dagrejs/dagre'
import { describe, expect, it } from 'vitest'
import type { Topology } from '../../../runner/topology/topology.ts'
import { type Box, layOut } from '../../../site/theme/topology/layout.ts'

const two: Topology = JSON.parse(readFileSync(join(import.meta.dirname, 'docker-and-names.json'), 'utf8'))
const own = (id: string): boolean => id.startsWith('host:') || id.startsWith('lan')
const one: Topology = {
  namespaces: two.namespaces.filter(({ id }) => own(id)),
  cables: two.cables.filter(({ from, to }) => own(from) && own(to)),
}
const uncabled: Topology = { namespaces: two.namespaces, cables: [] }
const empty: Topology = { namespaces: [], cables: [] }

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
const within = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height
const overlapping = <Each extends Box>(boxes: Each[]): Each[][] =>
  boxes.flatMap((a, index) => boxes.slice(index + 1).flatMap((b) => (overlap(a, b) ? [[a, b]] : [])))

describe.each(Object.entries({ one, two, uncabled, empty }))('%s', (_, topology) => {
  const layout = layOut(topology, dagre)

  it('has no two boxes over each other, and all within the drawing', () => {
    expect(layout.namespaces).toHaveLength(topology.namespaces.length)
    expect(overlapping(layout.namespaces)).toEqual([])
    expect(overlapping(layout.machines)).toEqual([])
    const drawing = { x: 0, y: 0, width: layout.width, height: layout.height }
    for (const box of [...layout.namespaces, ...layout.machines]) expect(within(box, drawing)).toBe(true)
  })

  it('has links and ports within their namespace and beside each other', () => {
    for (const box of layout.namespaces) {
      expect(overlapping([...box.links, ...box.ports])).toEqual([])
      for (const inner of [...box.links, ...box.ports]) expect(within(inner, box)).toBe(true)
    }
  })

  it('has each cable end at the edges of its links', () => {
    const links = new Map(layout.namespaces.flatMap((box) => box.links.map((each) => [each.link.id, each])))
    expect(layout.cables).toHaveLength(topology.cables.length)
    for (const { cable, ends, path } of layout.cables) {
      for (const [index, id] of [cable.from, cable.to].entries()) {
        const [box, { x, y }] = [links.get(id)!, ends[index]!]
        expect([box.x, box.x + box.width]).toContain(x)
        expect(y).toBe(box.y + box.height / 2)
        expect(path).toContain(`${x},${y}`)
      }
    }
  })
})

describe('order', () => {
  it('puts two machines side by side with the LAN between them', () => {
    const { namespaces, machines } = layOut(two, dagre)
    const [host, beta, lan] = [
      ...machines,
      namespaces.find(({ namespace }) => namespace.name === 'LAN')!,
    ] as Box[] as [Box, Box, Box]
    expect(host.x + host.width).toBeLessThan(lan.x + 1)
    expect(lan.x + lan.width).toBeLessThan(beta.x + 1)
  })

  it('puts ports under their bridge', () => {
    const host = layOut(one, dagre).namespaces[0]!
    const at = host.links.findIndex(({ link }) => link.name === 'br0')
    const bridge = host.links[at]!
    const below = host.links
      .filter(({ y }) => y > bridge.y)
      .sort((a, b) => a.y - b.y)
      .slice(0, 2)
    expect(below.map(({ link }) => link.master)).toEqual([bridge.link.id, bridge.link.id])
  })
})
