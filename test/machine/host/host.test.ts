import { hostname, release } from 'node:os'
import { describe, expect, it } from 'vitest'
import { HostMachine } from '../../../runner/machine/host/host.ts'
import { MachineError } from '../../../runner/machine/machine.ts'

const SIZE = { columns: 90, rows: 20 }

describe('the host machine', () => {
  it('says what is true of this computer, and nothing that it does not know', async () => {
    await using machine = await HostMachine.create()
    expect(machine).toMatchObject({ kind: 'host', id: 'host' })
    const { facts } = machine
    expect(facts['host.name']).toBe(hostname())
    expect(facts['kernel.version']).toBe(release())
    expect(Object.values(facts)).not.toContain('')
    if (facts['host.ip']) {
      const { stdout } = await machine.exec('ip -4 -o addr; ip -o link; ip -4 route')
      expect(stdout).toContain(` inet ${facts['host.cidr']} `)
      expect(facts['host.cidr']).toContain(`${facts['host.ip']}/`)
      expect(stdout).toContain(`link/ether ${facts['host.mac']} `)
      if (facts['host.gateway']) expect(stdout).toContain(`via ${facts['host.gateway']} `)
      if (facts['host.lan']) expect(stdout).toMatch(new RegExp(`^${facts['host.lan']} dev`, 'm'))
    }
  })

  it('runs scripts out of sight', async () => {
    await using machine = await HostMachine.create()
    expect(await machine.exec('echo out; echo err >&2; exit 4')).toEqual({
      stdout: 'out\n',
      stderr: 'err\n',
      exit: 4,
    })
    expect((await machine.exec('sleep 100', { timeout: 100 })).exit).toBeUndefined()
  })

  it('has terminals, which end with it', async () => {
    const machine = await HostMachine.create()
    const terminal = await machine.open('host', SIZE)
    expect(await terminal.run('stty size; echo $TERM')).toMatchObject({
      output: '20 90\nxterm-256color\n',
      exit: 0,
    })
    const { output } = await terminal.run('echo $$')
    let ended: unknown
    terminal.onEnd((error) => {
      ended = error
    })
    await machine[Symbol.asyncDispose]()
    await machine[Symbol.asyncDispose]()
    expect(ended).toBeInstanceOf(MachineError)
    await expect(terminal.run('true')).rejects.toBeInstanceOf(MachineError)
    const shell = Number(output)
    expect(shell).toBeGreaterThan(1)
    await expect
      .poll(async () => (await machine.exec(`ps -o stat= -p ${shell} | grep -v Z`)).stdout, { timeout: 3000 })
      .toBe('')
  })

  it('refuses to be made as new', async () => {
    await using machine = await HostMachine.create()
    await expect(machine.reset()).rejects.toBeInstanceOf(MachineError)
  })
})
