import { release } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ScratchMachine } from '../../../runner/machine/scratch/scratch.ts'
import { scratch } from '../../play/play-lesson.ts'

let machine: ScratchMachine
beforeAll(async () => {
  machine = await scratch({ twoMachines: true })
})
afterAll(() => machine[Symbol.asyncDispose]())

const run = async (script: string, on = 'host'): Promise<string> => {
  const { stdout, stderr } = await machine.exec(script, { on, timeout: 20_000 })
  return stdout + stderr
}

describe.each(['host', 'beta'])('machine %s', (name) => {
  it('has the facts that it says', async () => {
    const { facts } = machine
    expect(await run('hostname; cat /etc/hostname; uname -n', name)).toBe(`${name}\n`.repeat(3))
    expect(facts[`${name}.name`]).toBe(name)
    expect(await run('ip -4 -o addr show dev eth0', name)).toContain(` inet ${facts[`${name}.cidr`]} `)
    expect(facts[`${name}.cidr`]).toBe(`${facts[`${name}.ip`]}/24`)
    expect(await run('cat /sys/class/net/eth0/address', name)).toBe(`${facts[`${name}.mac`]}\n`)
    expect(facts['kernel.version']).toBe(release())
  })

  it('has lo and eth0 and nothing else, up from the first moment', async () => {
    const links = (await run('ip -o link', name)).trim().split('\n')
    expect(links.map((link) => /^\d+: (\w+).* state (\w+)/.exec(link)?.slice(1))).toEqual([
      ['lo', 'UNKNOWN'],
      ['eth0', 'UP'],
    ])
  })

  it('reaches its gateway and the other machine, by address and by name', async () => {
    const gateway = machine.facts['host.gateway']!
    expect(await run('ip route show default', name)).toBe(`default via ${gateway} dev eth0 \n`)
    const other = name === 'host' ? 'beta' : 'host'
    for (const target of [gateway, other, machine.facts[`${other}.ip`]])
      expect(await run(`ping -c 1 -W 1 ${target}`, name)).toContain('1 received')
    expect(await run(`getent hosts ${other}`, name)).toMatch(
      new RegExp(`^${machine.facts[`${other}.ip`]}\\s+${other}\n$`),
    )
  })

  it('is told at once of each name that nobody knows', async () => {
    const began = Date.now()
    expect(
      await run('for i in {1..20}; do getent hosts no-such-name-$i.example.org; done; echo $?', name),
    ).toBe('2\n')
    expect(await run('ping -c 1 nowhere.example', name)).toContain('Temporary failure in name resolution')
    expect(Date.now() - began).toBeLessThan(3000)
  })

  it('reaches nothing outside its LAN', async () => {
    expect(await run('ping -c 1 -W 1 192.0.2.1; echo $?', name)).toMatch(/[12]\n$/)
    expect(await run('ping -c 1 -W 1 192.0.2.1', name)).not.toContain('1 received')
  })
})

describe('facts', () => {
  it('name the LAN and the daemon', async () => {
    expect(await run('ip route')).toContain(`${machine.facts['host.lan']} dev eth0`)
    expect(await run("docker version --format '{{.Server.Version}}'")).toBe(
      `${machine.facts['docker.version']}\n`,
    )
  })
})

describe('a lab with one machine', () => {
  it('has no other, and runs all terminals on it', async () => {
    await using single = await scratch()
    expect(Object.keys(single.facts).filter((fact) => fact.startsWith('beta'))).toEqual([])
    expect((await single.exec('hostname', { on: 'beta' })).stdout).toBe('host\n')
    expect((await single.exec('cat /etc/hosts')).stdout).not.toContain('beta')
  })
})

describe('two labs at once', () => {
  it('have the same addresses and nothing in common', async () => {
    await using other = await scratch()
    expect(other.id).not.toBe(machine.id)
    expect(other.facts['host.ip']).toBe(machine.facts['host.ip'])
    expect(other.facts['host.mac']).not.toBe(machine.facts['host.mac'])
    await other.exec('touch /root/mine; ip link add mine0 type bridge; (exec -a mine sleep 1000) &')
    expect(await run('ls /root; ip -o link show mine0; ps ax')).not.toMatch(/^mine|mine0:|mine 1000/m)
    // The other's beta is not there, and this one's can't be reached.
    expect((await other.exec('ping -c 1 -W 1 10.77.0.20')).stdout).not.toContain('1 received')
  })
})
