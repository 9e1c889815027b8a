import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MachineError } from '../../../runner/machine/machine.ts'
import type { ScratchMachine } from '../../../runner/machine/scratch/scratch.ts'
import { scratch } from '../../play/play-lesson.ts'

const SIZE = { columns: 100, rows: 30 }

let machine: ScratchMachine
beforeAll(async () => {
  machine = await scratch({ twoMachines: true })
})
afterAll(() => machine[Symbol.asyncDispose]())

describe('a terminal', () => {
  it('is a PTY of the machine’s own, of the size asked for', async () => {
    await using terminal = await machine.open('host', SIZE)
    const run = async (command: string) => (await terminal.run(command)).output
    expect(await run('tty')).toMatch(/^\/dev\/pts\/\d+\n$/)
    expect(await run('ls -l "$(tty)" | cut -c1; ls /dev/pts')).toMatch(/^c\n/)
    expect(await run('stty size; echo $TERM $HOME $PWD; echo >/dev/tty hello')).toBe(
      '30 100\nxterm-256color /root /root\nhello\n',
    )
    terminal.resize(120, 40)
    await expect.poll(() => run('stty size')).toBe('40 120\n')
    expect(await run('hostname; ip -4 -o addr show eth0')).toContain(machine.facts['host.ip'])
  })

  it('stands on the machine that it is named after', async () => {
    for (const [name, expected] of [
      ['beta', 'beta'],
      ['beta-2', 'beta'],
      ['box', 'host'],
    ] as const) {
      await using terminal = await machine.open(name, SIZE)
      expect((await terminal.run('hostname')).output).toBe(`${expected}\n`)
    }
  })

  it('leaves nothing on the machine when it is closed', async () => {
    const processes = async () => (await machine.exec('ps -A --no-headers -o comm | sort')).stdout
    // Terminals that were closed just before may still be on their way out.
    await expect.poll(processes).not.toContain('script')
    const before = await processes()
    const terminal = await machine.open('host', SIZE)
    expect(await processes()).not.toBe(before)
    const pending = terminal.run('sleep 1001')
    const rejected = expect(pending).rejects.toBeInstanceOf(MachineError)
    await terminal[Symbol.asyncDispose]()
    await rejected
    await expect.poll(processes).toBe(before)
  })

  it('kills a command that hears no signal when its time is up', async () => {
    await using terminal = await machine.open('host', SIZE)
    const output = await terminal.run(`bash -c 'trap "" INT TERM HUP; sleep 1000; sleep 1000'`, {
      timeout: 300,
    })
    expect(output.ended).toBe('timeout')
    expect((await terminal.run('echo on')).output).toBe('on\n')
    expect((await machine.exec('pgrep -f "sleep 1000"')).exit).toBe(1)
  })
})
