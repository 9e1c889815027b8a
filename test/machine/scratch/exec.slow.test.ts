import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ScratchMachine } from '../../../runner/machine/scratch/scratch.ts'
import { scratch } from '../../play/play-lesson.ts'

let machine: ScratchMachine
beforeAll(async () => {
  machine = await scratch({ twoMachines: true })
})
afterAll(() => machine[Symbol.asyncDispose]())

/** Command lines of what runs inside, without what looks and what is dead already. */
const running = async (): Promise<string[]> => {
  const { stdout } = await machine.exec(
    "ps -A --no-headers -o stat=,args= | grep -v -e ^Z -e 'ps -A' -e 'grep -v'",
  )
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.replace(/^\S+\s+/, ''))
}

const IDLE = ['/sbin/init -- sleep infinity', 'sleep infinity']

describe('exec', () => {
  it('says what came on which stream, and how it ended', async () => {
    expect(await machine.exec('echo out; echo err >&2; exit 7')).toEqual({
      stdout: 'out\n',
      stderr: 'err\n',
      exit: 7,
    })
    expect((await machine.exec('kill -TERM $$')).exit).toBe(143)
    expect((await machine.exec('kill -KILL $$')).exit).toBe(137)
    expect((await machine.exec('no-such-command')).exit).toBe(127)
  })

  it('starts in /root as root, with a learner’s environment and no more', async () => {
    const { stdout } = await machine.exec('pwd; id -u; env | sort')
    expect(stdout.split('\n')).toEqual([
      ...['/root', '0', 'HOME=/root', 'LANG=C.UTF-8', 'LOGNAME=root'],
      'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      ...[
        'PWD=/root',
        'SHELL=/bin/bash',
        'SHLVL=1',
        'TERM=xterm-256color',
        'USER=root',
        '_=/usr/bin/env',
        '',
      ],
    ])
  })

  it('is in all namespaces and the control groups of its machine', async () => {
    const look = 'readlink /proc/self/ns/* /proc/1/ns/*; echo; cut -d: -f3 /proc/self/cgroup | sort -u'
    const [namespaces = '', groups = ''] = (await machine.exec(look)).stdout.split('\n\n')
    const inodes = namespaces.trim().split('\n')
    expect(inodes.slice(0, inodes.length / 2)).toEqual(inodes.slice(inodes.length / 2))
    expect(groups.trim().split('\n')).not.toContainEqual(expect.stringContaining('..'))
  })

  it('carries a script of any characters, and output of any size', async () => {
    expect((await machine.exec(`printf '%s' 'é "$x" \\n' ; echo "it's"`)).stdout).toBe(`é "$x" \\nit's\n`)
    expect((await machine.exec('seq 400000')).stdout).toHaveLength(2_688_895)
  })

  it('does not wait for what it left in the background, which lives on', async () => {
    const began = Date.now()
    expect((await machine.exec('sleep 1000 & echo started')).stdout).toBe('started\n')
    expect(Date.now() - began).toBeLessThan(2000)
    expect(await running()).toContain('sleep 1000')
    await machine.exec('pkill -x -f "sleep 1000"')
  })

  it('leaves nothing running when its time is up, also not in sessions and trees of their own', async () => {
    const began = Date.now()
    const script = `trap '' INT TERM HUP
      sleep 1001 & setsid sleep 1002 & setsid bash -c 'sleep 1003 & wait' &
      unshare --pid --fork sleep 1004 & bash -c 'bash -c "sleep 1005; true"; true'; echo unreached`
    expect(await machine.exec(script, { timeout: 400 })).toEqual({ stdout: '', stderr: '', exit: undefined })
    expect(Date.now() - began).toBeLessThan(3000)
    await expect.poll(running, { timeout: 3000 }).toEqual(IDLE)
  })

  it('leaves nothing running when it is aborted', async () => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('enough')), 300)
    await expect(machine.exec('sleep 1006 & wait', { signal: controller.signal })).rejects.toThrow('enough')
    await expect.poll(running, { timeout: 3000 }).not.toContain('sleep 1006')
  })

  it('runs on the machine that a terminal stands on', async () => {
    for (const [on, name] of [
      ['host', 'host'],
      ['beta', 'beta'],
      ['beta-2', 'beta'],
      ['betamax', 'host'],
      ['box', 'host'],
    ] as const)
      expect((await machine.exec('hostname', { on })).stdout).toBe(`${name}\n`)
  })

  it('runs many at once', async () => {
    const outputs = await Promise.all(
      Array.from({ length: 20 }, (_, index) => machine.exec(`sleep 0.1; echo ${index}; exit ${index}`)),
    )
    expect(outputs.map(({ stdout, exit }) => [stdout, exit])).toEqual(
      Array.from({ length: 20 }, (_, index) => [`${index}\n`, index]),
    )
  })
})

describe('what root may do inside', () => {
  it('is everything that stays inside', async () => {
    const script = `set -e
      ip link add dummy-a type veth peer name dummy-b; ip link del dummy-a
      mount -t tmpfs none /mnt; umount /mnt; hostname other; hostname host
      sysctl -q -w net.ipv4.ip_forward=1; iptables -t nat -A POSTROUTING -j MASQUERADE; iptables -t nat -F
      ip netns add red; ip netns exec red ip link set lo up; ip netns del red; unshare --net --pid --fork true
      ip tuntap add tap0 mode tap; ip link del tap0; touch /etc/x /usr/x; mknod /tmp/n c 1 3; tcpdump --version`
    expect(await machine.exec(script)).toMatchObject({ exit: 0 })
  })

  it.each([
    ['set the clock', 'date -s 2001-01-01'],
    ['change the host’s kernel settings', 'sysctl -w kernel.panic=1'],
    ['load a module', 'insmod /etc/passwd'],
    ['read the host’s memory', 'mknod /tmp/mem c 1 1 && head -c 1 /tmp/mem'],
    ['read the kernel log', 'dmesg'],
    ['write sysfs', 'echo 1 >/sys/kernel/mm/ksm/run'],
    ['restart', 'reboot --force --force'],
    ['change the image', 'touch /run/labwright/x'],
  ])('is not to %s', async (_, script) => {
    expect((await machine.exec(script, { timeout: 5000 })).exit).not.toBe(0)
    expect((await machine.exec('true')).exit).toBe(0)
  })
})
