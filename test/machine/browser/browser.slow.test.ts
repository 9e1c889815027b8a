/** A browser machine as it is in a page: the same emulator, image and code, in Node. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BrowserMachine } from '../../../runner/machine/browser/browser.ts'
import { ensureBrowserImage } from '../../../runner/machine/browser/build/build.ts'
import { type FoundImage, folderReader } from '../../../runner/machine/browser/find-image.ts'
import { allBytes, firstBytes } from '../../../runner/machine/browser/image.ts'
import { MachineError } from '../../../runner/machine/machine.ts'
import { labwright } from '../../cli/labwright.ts'

/** Where `labs/` lies. */
const ROOT = join(import.meta.dirname, '../../..')
const SIZE = { columns: 80, rows: 24 }

let found: FoundImage
let machine: BrowserMachine

const make = (
  options: { saved?: Uint8Array<ArrayBuffer>; attended?: boolean } = {},
): Promise<BrowserMachine> =>
  BrowserMachine.create({ image: found.image, read: folderReader(found.folder), ...options })

beforeAll(async () => {
  found = await ensureBrowserImage(false, () => {})
  machine = await make()
}, 20 * 60_000)

afterAll(() => machine?.[Symbol.asyncDispose]())

describe('the image', () => {
  it('takes no more to begin with than a page can ask for', () => {
    expect(firstBytes(found.image)).toBeLessThan(32e6)
    expect(allBytes(found.image)).toBeLessThan(120e6)
  })
})

describe('a browser machine', () => {
  it('says what it is, and what time it is', async () => {
    expect(machine.facts).toMatchObject({ 'host.name': 'host', 'host.ip': '10.77.0.10' })
    const { stdout } = await machine.exec('hostname; date +%s; uname -r; pwd; id -u; ps -e -o comm=')
    const [name, time, kernel, folder, id, ...processes] = stdout.trim().split('\n')
    expect([name, kernel, folder, id]).toEqual(['host', found.image.kernel, '/root', '0'])
    expect(Math.abs(Number(time) - Date.now() / 1000)).toBeLessThan(30)
    // What lets us in is not to be seen.
    expect(processes).toEqual(['init', 'sleep', 'ps'])
  })

  it('wires networks', async () => {
    const script = [
      'set -e',
      'ip netns add one',
      'ip link add left type veth peer name right',
      'ip link set right netns one',
      'ip addr add 10.1.0.1/24 dev left',
      'ip link set left up',
      'ip -n one addr add 10.1.0.2/24 dev right',
      'ip -n one link set right up',
      'ping -c 1 -W 20 10.1.0.2',
      'iptables -t nat -A POSTROUTING -s 10.1.0.0/24 -j MASQUERADE',
      'iptables -t nat -S POSTROUTING',
      'nft list tables',
    ].join('\n')
    const { stdout, stderr, exit } = await machine.exec(script)
    expect(exit, stderr).toBe(0)
    expect(stdout).toContain('1 received')
    expect(stdout).toContain('-A POSTROUTING -s 10.1.0.0/24 -j MASQUERADE')
  })

  it('runs scripts: their errors, status, length, patience', async () => {
    expect(await machine.exec('echo out; echo err >&2; exit 7')).toEqual({
      stdout: 'out\n',
      stderr: 'err\n',
      exit: 7,
    })
    expect((await machine.exec('kill -TERM $$')).exit).toBe(143)
    const long = `cat <<'END' | wc -c\n${'ü'.repeat(20_000)}\nEND`
    expect((await machine.exec(long)).stdout.trim()).toBe('40001')
    const late = await machine.exec('echo begun; sleep 1000 & setsid sleep 1000', { timeout: 3000 })
    expect(late).toMatchObject({ stdout: 'begun\n', exit: undefined })
    expect((await machine.exec('pgrep -c sleep')).stdout.trim()).toBe('1')
    const stopping = new AbortController()
    setTimeout(() => stopping.abort(new Error('stopped')), 500)
    await expect(machine.exec('sleep 1000', { signal: stopping.signal })).rejects.toThrow('stopped')
  })

  it('goes on where a script can not be started', async () => {
    const huge = await machine.exec(`: ${'x'.repeat(200_000)}`)
    expect(huge).toMatchObject({ stderr: expect.stringContaining('Argument list too long'), exit: 126 })
    await machine.exec('mv /root /elsewhere')
    expect((await machine.exec('pwd; mv /elsewhere /root')).stdout).toBe('/\n')
    await machine.exec('mount --bind /tmp /dev/pts')
    await expect(machine.open('host', SIZE)).rejects.toBeInstanceOf(MachineError)
    expect(await machine.exec('umount /dev/pts; echo on')).toMatchObject({ stdout: 'on\n', exit: 0 })
  })

  it('takes no powers along that no namespace confines', async () => {
    expect((await machine.exec('date -s @0')).exit).not.toBe(0)
    expect((await machine.exec('capsh --print | grep "^Bounding set" | grep -c sys_module')).stdout).toBe(
      '0\n',
    )
  })

  it('has terminals of its own, of the size they are given', async () => {
    await using terminal = await machine.open('host', SIZE)
    expect((await terminal.run('tty; stty size')).output).toBe('/dev/pts/0\n24 80\n')
    terminal.resize(100, 30)
    expect((await terminal.run('stty size')).output).toBe('30 100\n')
    const { output } = await terminal.run('seq 1 3000; echo ü€')
    expect(output.split('\n').slice(-3)).toEqual(['3000', 'ü€', ''])
    expect((await terminal.run('sleep 1000', { timeout: 1000 })).ended).toBe('timeout')
    expect((await terminal.run('echo on')).output).toBe('on\n')
  })

  it('keeps what a person types and does', async () => {
    await using attended = await make({ attended: true })
    await using terminal = await attended.open('host', SIZE)
    const typed = new Promise<string>((resolve) =>
      terminal.onCommand(({ command, output }) => resolve(`${command} → ${output}`)),
    )
    terminal.write('echo typed\r')
    expect(await typed).toBe('echo typed → typed\n')
    // The first one was there before it was asked for; others are like it.
    await using second = await attended.open('host-2', { columns: 100, rows: 30 })
    for (const [each, size] of [
      [terminal, '24 80'],
      [second, '30 100'],
    ] as const)
      expect((await each.run('stty size; echo $SHLVL')).output).toBe(`${size}\n1\n`)
  })

  it('is as new after a reset, and another one each time that it goes on', async () => {
    await machine.exec('touch /root/mine; ip netns add mine')
    const draw = async () => (await machine.exec('head -c 8 /dev/urandom | base64')).stdout
    const terminal = await machine.open('host', SIZE)
    let ended = false
    terminal.onEnd(() => {
      ended = true
    })
    await machine.reset()
    expect(ended).toBe(true)
    expect((await machine.exec('ls /root; ip netns')).stdout).toBe('')
    const first = await draw()
    await machine.reset()
    expect(await draw()).not.toBe(first)
  })

  it('can be saved, and goes on there as another machine', async () => {
    await machine.exec('echo kept > /root/kept; ip netns add kept')
    const [saved] = await Promise.all([machine.save(), machine.exec('sleep 0.3')])
    expect((await machine.exec('cat /root/kept')).stdout).toBe('kept\n')
    await using other = await make({ saved })
    expect((await other.exec('cat /root/kept; ip netns')).stdout).toBe('kept\nkept\n')
    await using terminal = await other.open('host', SIZE)
    expect((await terminal.run('cat /root/kept')).output).toBe('kept\n')
  })

  it('can be saved while it prints without end, made as new meanwhile, and ended', async () => {
    await using busy = await make()
    const terminal = await busy.open('host', SIZE)
    let printed = 0
    terminal.onData((data) => {
      printed += data.length
    })
    terminal.write('yes\r')
    await expect.poll(() => printed, { timeout: 20_000 }).toBeGreaterThan(1000)
    const saved = await busy.save()
    printed = 0
    await expect.poll(() => printed, { timeout: 20_000 }).toBeGreaterThan(1000)
    const [, , opened] = await Promise.allSettled([busy.save(), busy.reset(), busy.open('left', SIZE)])
    expect(opened.status).toBe('rejected')
    expect((await busy.exec('echo new')).stdout).toBe('new\n')
    const saving = busy.save()
    const ended = expect(saving).rejects.toThrow('it has been ended')
    await busy[Symbol.asyncDispose]()
    await ended
    await using other = await make({ saved })
    expect((await other.exec('echo on')).stdout).toBe('on\n')
  })

  it('says that it has gone where its disk can not be read', async () => {
    let isOffline = false
    const read = folderReader(found.folder)
    await using lost = await BrowserMachine.create({
      image: found.image,
      read: async (name) => {
        if (isOffline && name.startsWith('disk')) throw new Error('the network is off')
        return read(name)
      },
    })
    isOffline = true
    const everything = lost.exec('cat /usr/bin/* /usr/lib/i386-linux-gnu/* >/dev/null 2>&1')
    await expect(everything).rejects.toThrow(/has gone: the network is off/)
    await expect(lost.exec('true')).rejects.toBeInstanceOf(MachineError)
  })
})

it('plays a lab that needs no Docker', async () => {
  const { exit, stdout, stderr } = await labwright(['test', 'netns', '--machine', 'browser'], { cwd: ROOT })
  expect(exit, stdout + stderr).toBe(0)
  expect(stdout).toContain('netns')
})

it('says why a lab with two machines can not be had', async () => {
  const { exit, stdout, stderr } = await labwright(['test', 'overlay', '--machine', 'browser'], { cwd: ROOT })
  expect(exit).toBe(3)
  expect(stdout + stderr).toContain('requires two machines, and a page has one')
})
