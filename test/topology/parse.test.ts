import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseNetworks } from '../../runner/topology/parse.ts'

/** As a scratch machine printed it: four named namespaces, two bridges, containers of every kind of network. */
const captured = readFileSync(join(import.meta.dirname, 'docker-and-names.txt'), 'utf8')
const { namespaces, cables, outward } = parseNetworks('host', captured)

const called = (id: string): string => {
  const owner = namespaces.find(({ links }) => links.some((link) => link.id === id))
  return `${owner?.name}/${owner?.links.find((link) => link.id === id)?.name}`
}

describe('namespaces', () => {
  it('are named by the machine, by containers, by /run/netns, and each is there once', () => {
    expect(namespaces.map(({ kind, name, containers }) => [kind, name, containers.join()])).toEqual([
      ['host', 'host', 'hostly'],
      ['container', 'guest', 'guest'],
      ['container', 'peer', 'peer'],
      ['container', 'web', 'web,buddy'],
      ['named', 'blue', ''],
      ['named', 'c', ''],
      ['named', 'd', ''],
      ['named', 'red', ''],
    ])
  })

  it('hold their links with addresses, state and bridge', () => {
    const host = namespaces[0]!
    const bridge = host.links.find(({ name }) => name === 'br0')!
    expect(bridge).toMatchObject({
      kind: 'bridge',
      up: true,
      addresses: expect.arrayContaining(['10.1.0.1/24']),
    })
    expect(host.links.filter(({ master }) => master === bridge.id).map(({ name }) => name)).toEqual([
      'v-red',
      'v-blue',
    ])
    const down = namespaces.find(({ name }) => name === 'd')!.links.find(({ name }) => name === 'veth0')
    expect(down).toMatchObject({ up: false, kind: 'veth' })
  })

  it('hold their routes and who listens', () => {
    const web = namespaces.find(({ name }) => name === 'web')!
    expect(web.routes[0]).toBe('default via 172.17.0.1 dev eth0')
    expect(web.listening).toContainEqual({ protocol: 'tcp', address: '0.0.0.0', port: 80, program: 'nginx' })
  })
})

describe('cables', () => {
  it('join the right ends, also where indices are the same in many namespaces', () => {
    const pairs = cables.map(({ kind, from, to }) => `${kind} ${[called(from), called(to)].sort().join(' ')}`)
    expect(pairs.sort()).toEqual(
      [
        'upper c/mv0 host/eth0',
        'upper guest/eth0 host/eth0',
        'veth blue/eth0 host/v-blue',
        'veth blue/veth0 red/veth0',
        'veth c/veth0 d/veth0',
        `veth host/${hostEndOf('peer')} peer/eth0`,
        `veth host/${hostEndOf('web')} web/eth0`,
        'veth host/v-red red/eth0',
      ].sort(),
    )
  })

  it('lead out of the machine by its eth0', () => {
    expect(outward.map(called)).toEqual(['host/eth0'])
  })
})

/** Docker's random name for the end at the host, told by the bridge it must be plugged into. */
const hostEndOf = (container: 'peer' | 'web'): string => {
  const links = namespaces[0]!.links
  const bridge = links.find(({ name }) =>
    container === 'web' ? name === 'docker0' : name.startsWith('br-'),
  )!
  return links.find(({ master }) => master === bridge.id)!.name
}

describe('a record that is missing, cut off or odd', () => {
  it('costs only what it tells of', () => {
    for (let cut = 0; cut < captured.length; cut += 97) {
      const some = parseNetworks('host', captured.slice(0, cut))
      const ids = new Set(some.namespaces.flatMap(({ links }) => links.map(({ id }) => id)))
      for (const { from, to } of some.cables) expect(ids.has(from) && ids.has(to)).toBe(true)
    }
    const odd = captured.replace(/^routes \d+$/m, 'nothing').replaceAll('"ifname":"v-red"', '"ifname":7,,')
    expect(parseNetworks('host', odd).namespaces.some(({ name }) => name === 'web')).toBe(true)
    expect(parseNetworks('host', 'bash: no such thing')).toEqual({ namespaces: [], cables: [], outward: [] })
  })
})
