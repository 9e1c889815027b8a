import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Topology } from '../../../runner/topology/topology.ts'
import { changedIds } from '../../../site/theme/topology/changes.ts'
import { describeTopology, type Item } from '../../../site/theme/topology/describe.ts'
import { addressesShown, linksShown, portsShown } from '../../../site/theme/topology/view.ts'
import { picture as en } from '../../../site/theme/words/picture/en.ts'
import { picture as fr } from '../../../site/theme/words/picture/fr.ts'
import { picture as ru } from '../../../site/theme/words/picture/ru.ts'
import { picture as zh } from '../../../site/theme/words/picture/zh.ts'

const read = (): Topology =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'docker-and-names.json'), 'utf8'))
const topology = read()
const flat = (items: Item[]): string[] => items.flatMap(({ text, items: inner }) => [text, ...flat(inner)])

describe.each(Object.entries({ en, ru, zh, fr }))('in %s', (_, words) => {
  it('says all that the picture shows', () => {
    const text = flat(describeTopology(topology, words)).join('\n')
    for (const namespace of topology.namespaces) {
      for (const word of [
        namespace.name,
        ...namespace.containers,
        ...portsShown(namespace),
        ...linksShown(namespace).flatMap((link) => [link.name, link.kind, ...addressesShown(link)]),
      ])
        expect(text).toContain(word)
    }
    expect(text).not.toMatch(/undefined|\[object/)
  })
})

it('tells of a cable at both of its ends', () => {
  const text = flat(describeTopology(topology, en))
  expect(text).toContain('cable to eth0 in red')
  expect(text).toContain('cable to v-red in host')
  expect(text).toContain('on top of eth0 in host')
  expect(text).toContain('carries eth0 in guest')
})

describe('what changed', () => {
  it('is nothing where nothing did', () => {
    expect(changedIds(topology, read())).toEqual(new Set())
  })

  it('is the link alone where the link did, and new cables and namespaces', () => {
    const after = read()
    const link = after.namespaces[0]!.links[1]!
    link.addresses = ['10.9.9.9/24']
    expect(changedIds(topology, after)).toEqual(new Set([link.id]))
    const before = read()
    const gone = before.cables.pop()!
    expect(changedIds(before, topology)).toEqual(new Set([`${gone.from}–${gone.to}`]))
  })
})
