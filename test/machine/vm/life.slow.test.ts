/** A VM from when it is made until it has gone. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Connection } from '../../../runner/machine/vm/connection.ts'
import { readVm, vmFolder } from '../../../runner/machine/vm/folder.ts'
import { DOORS } from '../../../runner/machine/vm/qemu.ts'
import type { VmMachine } from '../../../runner/machine/vm/vm.ts'
import { makeVm, remainsOf } from './make-vm.ts'

let machine: VmMachine
let other: VmMachine

beforeAll(async () => {
  machine = await makeVm()
  other = await makeVm()
})

afterAll(async () => {
  await machine[Symbol.asyncDispose]()
  await other[Symbol.asyncDispose]()
})

const said = async (script: string, on = machine): Promise<string> => (await on.exec(script)).stdout.trim()

describe('a VM that goes on from a snapshot', () => {
  it('has the clock of this moment', async () => {
    const seconds = Number(await said('date +%s.%N'))
    expect(Math.abs(seconds - Date.now() / 1000)).toBeLessThan(10)
  })

  it('draws random numbers of its own', async () => {
    const draw = 'head -c 16 /dev/urandom | od -An -tx1; cat /proc/sys/kernel/random/uuid'
    expect(await said(draw)).not.toBe(await said(draw, other))
  })

  it('has an address of its own, which its facts and IPv6 have too', async () => {
    const look = 'cat /sys/class/net/eth0/address'
    expect(await said(look)).toBe(machine.facts['host.mac'])
    expect(await said(look)).not.toBe(await said(look, other))
    const [fourth, fifth, sixth] = machine.facts['host.mac']!.split(':').slice(-3)
    // Each group of an address is printed without its leading zeros (RFC 5952, 4.1).
    const ending = [`fe${fourth}`, `${fifth}${sixth}`].map((group) => group.replace(/^0+(?=.)/, ''))
    expect(await said('ip -6 -brief address show eth0')).toContain(`:${ending.join(':')}/64`)
  })

  it('is called as its lesson has it, and reaches its gateway', async () => {
    expect(await said('hostname')).toBe('host')
    expect(machine.facts['host.name']).toBe('host')
    expect(await said('ping -c 1 -W 60 10.77.0.1 >/dev/null && echo reached')).toBe('reached')
  })

  it('has a kernel of its own, which its facts name', async () => {
    expect(await said('uname -r')).toBe(machine.facts['kernel.version'])
  })

  it('has no network but that', async () => {
    expect(await said("ip -brief link | cut -d ' ' -f 1 | sort | xargs")).toBe('eth0@if3 lo')
    expect(await said('ping -c 1 -W 3 192.0.2.1 >/dev/null 2>&1; echo $?')).not.toBe('0')
  })
})

describe('out of sight', () => {
  it('says what came on which stream, and how it ended', async () => {
    expect(await machine.exec('echo out; echo err >&2; exit 7')).toEqual({
      stdout: 'out\n',
      stderr: 'err\n',
      exit: 7,
    })
    expect((await machine.exec('kill -TERM $$')).exit).toBe(143)
  })

  it('starts in /root as root, in a session of its own, with a learner’s environment', async () => {
    expect(await said('pwd; id -u; echo "$HOME $LANG $TERM"')).toBe('/root\n0\n/root C.UTF-8 xterm-256color')
  })

  it('carries a script of any characters and any length, and output of any size', async () => {
    const text = `"'\\$(id)\`é漢\t${'x'.repeat(20_000)}`
    const { stdout } = await machine.exec(`cat <<'END'\n${text}\nEND\nhead -c 2000000 /dev/zero | tr '\\0' y`)
    expect(stdout).toBe(`${text}\n${'y'.repeat(2_000_000)}`)
  })

  it('leaves nothing running when its time is up, also not in sessions and trees of their own', async () => {
    const script = 'setsid sleep 4711 & (sleep 4712; true) & trap "" TERM INT HUP; sleep 4713'
    expect((await machine.exec(script, { timeout: 3000 })).exit).toBeUndefined()
    await expect.poll(() => said('pgrep -f "^sleep 471"'), { timeout: 30_000 }).toBe('')
  })

  it('leaves nothing running when it is aborted', async () => {
    const ending = new AbortController()
    const script = machine.exec('sleep 4714', { signal: ending.signal })
    setTimeout(() => ending.abort(new Error('enough')), 2000)
    await expect(script).rejects.toThrow('enough')
    await expect.poll(() => said('pgrep -f "^sleep 4714"'), { timeout: 30_000 }).toBe('')
  })

  it('does not wait for what it left in the background, which lives on, and may print', async () => {
    const { stdout } = await machine.exec(
      '(sleep 3; echo late; echo late >&2; touch /root/alive) & echo soon',
    )
    expect(stdout).toBe('soon\n')
    await expect.poll(() => said('ls /root'), { timeout: 60_000 }).toContain('alive')
    await machine.exec('rm /root/alive')
  })

  it('runs many at once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, (_, index) => said(`sleep 0.1; echo ${index}`)))
    expect(all).toEqual(['0', '1', '2', '3', '4', '5', '6', '7'])
  })
})

it('starts commands also while others end', async () => {
  const key = await readFile(join(readVm(machine.id)!.system, 'key'), 'utf8')
  const path = join(vmFolder(machine.id), DOORS[1])
  using connection = await Connection.open({ path, key, signal: AbortSignal.timeout(60_000) })
  let left = 60
  const startOnAndOn = async (): Promise<void> => {
    while (left-- > 0) {
      const channel = await connection.start(['echo', 'started'])
      expect(await text(channel)).toBe('started\n')
    }
  }
  await Promise.all([1, 2, 3, 4].map(startOnAndOn))
})

describe('a terminal', () => {
  it('has a size that follows, says how commands end, and is interrupted', async () => {
    await using terminal = await machine.open('host', { columns: 90, rows: 20 })
    expect((await terminal.run('stty size')).output).toBe('20 90\n')
    terminal.resize(44, 30)
    await expect
      .poll(async () => (await terminal.run('stty size')).output, { timeout: 20_000 })
      .toBe('30 44\n')
    expect((await terminal.run('(exit 9)')).exit).toBe(9)
    expect((await terminal.run('sleep 1000', { timeout: 1000 })).ended).toBe('timeout')
    expect((await terminal.run('echo é漢')).output).toBe('é漢\n')
  })

  it('hangs up on what runs in it when it is closed', async () => {
    const terminal = await machine.open('host', { columns: 80, rows: 24 })
    const running = terminal.run('sleep 4715', { timeout: 100_000 }).catch(() => {})
    await expect.poll(() => said('pgrep -f "^sleep 4715" | wc -l'), { timeout: 30_000 }).toBe('1')
    await terminal[Symbol.asyncDispose]()
    await running
    await expect.poll(() => said('pgrep -f "^sleep 4715" | wc -l'), { timeout: 30_000 }).toBe('0')
  })
})

describe('time', () => {
  it('is granted by as much as the machine is slower', async () => {
    expect(machine.pace).toBeGreaterThanOrEqual(1)
    expect(machine.pace).toBeLessThanOrEqual(100)
  })
})

it('is as new after a reset, under the same name', async () => {
  await machine.exec('touch /root/note; ip link add one type veth peer name two')
  await machine.reset()
  expect(await said('ls /root; ip -brief link | wc -l')).toBe('2')
})

it('leaves nothing behind', async () => {
  const short = await makeVm()
  const { id } = short
  expect(remainsOf(id)).not.toEqual([])
  await short[Symbol.asyncDispose]()
  expect(remainsOf(id)).toEqual([])
})
