/** What an ordinary user has of Labwright, who is not root and can't become it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureImage } from '../../../runner/machine/image/build.ts'
import { cacheDirectory } from '../../../runner/machine/image/cache.ts'
import { ensureSystem } from '../../../runner/machine/vm/system.ts'
import type { RunResult } from '../../../runner/report/run.ts'
import { lab } from '../../cli/labwright.ts'
import { block } from '../../lab/lesson.ts'
import { OrdinaryUser } from './ordinary-user.ts'

let user: OrdinaryUser

beforeAll(async () => {
  user = await OrdinaryUser.create()
}, 30_000)

afterAll(async () => {
  await user.labwright(['clean'])
  await user[Symbol.asyncDispose]()
}, 60_000)

const mounts = (): string => readFileSync('/proc/self/mountinfo', 'utf8')

/** A folder for VMs may stand beside them. */
const machines = (): string[] =>
  readdirSync(`/tmp/labwright-${user.id}`).filter((name) => name.endsWith('.json'))

/** A lab of the user's own, and what `labwright test` says of it. */
const play = async (name: string, body: string, args: string[] = []) => {
  user.write({ [`labs/${name}/index.md`]: lab(body) })
  return user.labwright(['test', ...args, name], { from: 'home' })
}

describe('before there is an image', () => {
  it('the doctor says that machines can be had, and that the image is missing', async () => {
    const { all, exitCode } = await user.labwright(['doctor'])
    expect(all).toContain('not root; machines lie in a user namespace')
    expect(all).toMatch(/! image\s+not built yet/)
    expect(all).not.toContain('✗')
    expect(exitCode).toBe(0)
  })

  it('a missing range of user IDs is named, with the command that mends it', async () => {
    await user.takeRange()
    const { all, exitCode } = await user.labwright(['doctor'])
    expect(exitCode).toBe(3)
    expect(all).toContain(`/etc/subuid gives ${user.name} no range of 65536 IDs`)
    expect(all).toMatch(
      new RegExp(`mend: sudo usermod --add-subuids \\d+-\\d+ --add-subgids \\d+-\\d+ ${user.name}`),
    )
    await user.giveRange()
    expect((await user.labwright(['doctor'])).exitCode).toBe(0)
  })

  it('who can have no user namespace is told so, and offered a VM', async () => {
    await user.takeRange()
    const scratch = await user.labwright(['test', 'netns'])
    expect(scratch.exitCode).toBe(3)
    expect(scratch.all).toContain(`can't be had here: /etc/subuid gives ${user.name} no range`)
    expect(scratch.all).toContain('--machine vm')
    const vm = await user.labwright(['test', 'netns', '--machine', 'vm'])
    expect(vm.exitCode).toBe(3)
    expect(vm.all).toContain('a VM needs an image')
    expect(vm.all).toMatch(/sudo env LABWRIGHT_CACHE=\S+ npx labwright image build --vm/)
    await user.giveRange()
  })

  it('newuidmap that is missing is named, with its package', async () => {
    const { all, exitCode } = await user.labwright(['doctor'], {
      before: 'mount --bind /dev/null "$(command -v newuidmap)"',
    })
    expect(all).toMatch(/✗ newuidmap\s+is missing/)
    expect(all).toContain('uidmap')
    expect(exitCode).toBe(3)
  })
})

describe('with an image of their own', () => {
  beforeAll(async () => {
    const { exitCode, all } = await user.labwright(['image', 'build'])
    expect(exitCode, all).toBe(0)
  }, 900_000)

  it('labs hold, with Docker and without, and nothing is left behind', async () => {
    const before = mounts()
    const { all, exitCode } = await user.labwright(['test', 'host-network', 'veth', 'netns'])
    expect(all).toContain('3 of 3 labs hold')
    expect(exitCode).toBe(0)
    expect(mounts()).toBe(before)
    expect(machines()).toEqual([])
    expect(await user.processes()).toEqual([])
  }, 300_000)

  it('the course holds, but for labs that require root: these are skipped, and never said to hold', async () => {
    const run = await user.labwright(['test', '--reporter', 'json', '--reporter', 'pretty=/dev/null'])
    const { labs, failures, skipped, ok } = JSON.parse(run.stdout) as RunResult
    expect(failures).toEqual([])
    expect(labs.filter((lab) => !lab.ok).map(({ lab }) => lab)).toEqual([])
    expect(labs.length).toBeGreaterThanOrEqual(11)
    expect(skipped.map(({ lab }) => lab).sort()).toEqual(['host-like', 'mounts', 'namespaces'])
    expect(ok).toBe(true)
    const alone = await user.labwright(['test', 'mounts'])
    expect(alone.all).toContain('skipped: lab mounts requires root')
    expect(alone.exitCode).toBe(3)
  }, 300_000)

  it('a runner that is killed leaves nothing', async () => {
    user.write({ 'labs/endless/index.md': lab(block('console', 'host$ sleep 61')) })
    const run = user.labwright(['test', 'endless'], { from: 'home' })
    while (!(await user.processes()).some((line) => line.includes('sleep 61')))
      await new Promise((resolve) => setTimeout(resolve, 50))
    const runner = (await user.processes()).find((line) => line.includes('labwright.js test'))!
    process.kill(Number(runner.trim().split(/\s+/)[2]), 'SIGKILL')
    await run
    await expect.poll(() => user.processes(), { timeout: 10_000 }).toEqual([])
    expect(machines()).toEqual([])
  }, 60_000)

  it('a machine that was kept can be listed, used again and ended', async () => {
    const { exitCode } = await play('kept', block('console', 'host$ touch /root/note'), ['--keep'])
    expect(exitCode).toBe(0)
    const { all } = await user.labwright(['list', '--machines'])
    const id = /scratch:(\w{5})/.exec(all ?? '')?.[1] ?? /^(\w{5})\b/m.exec(all ?? '')?.[1]
    expect(id, all).toBeDefined()
    const again = await user.labwright(['test', 'kept', '--machine', `scratch:${id}`], { from: 'home' })
    expect(again.all).toContain('1 of 1 lab holds')
    expect((await user.labwright(['clean'])).all).toContain(`(${id})`)
    expect(machines()).toEqual([])
    expect(await user.processes()).toEqual([])
  }, 60_000)
})

describe('in a VM', () => {
  it('a lab holds for who can have no user namespace, of an image that root has built', async () => {
    await user.takeRange()
    const system = await ensureSystem(await ensureImage(() => {}), () => {})
    const cache = join(user.folder, 'cache')
    const view = { before: `mkdir -p ${cache} && mount --bind ${cacheDirectory()} ${cache}` }
    const run = await user.start(
      [
        'env',
        `LABWRIGHT_CACHE=${cache}`,
        'node',
        join(user.folder, 'clone/runner/cli/labwright.js'),
        'test',
        'netns',
        '--machine',
        'vm',
      ],
      view,
    )
    await user.giveRange()
    expect(run.all).toContain('1 of 1 lab holds')
    expect(run.all).toContain('/dev/kvm')
    expect(run.exitCode).toBe(0)
    expect(system.folder).toContain(cacheDirectory())
    expect(await user.processes()).toEqual([])
  }, 300_000)
})

describe('from inside a machine', () => {
  /** What a lab does, and that another one holds after it. */
  const harmless = async (name: string, body: string) => {
    const outside = user.start(['sleep', '1000'])
    await expect.poll(() => user.processes()).toContainEqual(expect.stringContaining('sleep 1000'))
    const said = await play(name, body)
    // What is the user's own goes on, and the next machine is as new.
    expect(outside.exitCode).toBe(null)
    outside.kill()
    await outside
    const next = await play(
      'next',
      block('console', 'host$ hostname\nhost\nhost$ ls /usr/bin/bash\n/usr/bin/bash'),
    )
    expect(next.all).toContain('1 of 1 lab holds')
    await expect.poll(() => user.processes()).toEqual([])
    expect(machines()).toEqual([])
    return said
  }

  it("the user's files are not seen, and no disk can be opened", async () => {
    user.write({ secret: 'of the user\n' })
    const body = [
      `host$ cat ${join(user.home, 'secret')} 2>&1 | tail -n 1`,
      `cat: ${join(user.home, 'secret')}: No such file or directory`,
      `host$ grep -rs 'of the user' /proc/[0-9]*/root/home /proc/[0-9]*/cwd/secret | wc -l`,
      '0',
      'host$ mknod /tmp/disk b 8 0',
      'mknod: /tmp/disk: Operation not permitted',
      '[1]',
      'host$ mount -t ext4 /dev/vda /mnt 2>&1 | wc -l',
      '{lines:int}',
      'host$ ls /mnt | wc -l',
      '0',
    ]
    expect((await harmless('files', block('console', ...body))).all).toContain('1 of 1 lab holds')
  }, 60_000)

  it('the kernel takes no order', async () => {
    const body = [
      'host$ echo b > /proc/sysrq-trigger',
      'bash: /proc/sysrq-trigger: {*}',
      '[1]',
      'host$ echo 1 > /proc/sys/kernel/panic',
      'bash: /proc/sys/kernel/panic: Permission denied',
      '[1]',
      'host$ date -s @0 2>&1 | head -n 1',
      'date: cannot set date: Operation not permitted',
    ]
    expect((await harmless('orders', block('console', ...body))).all).toContain('1 of 1 lab holds')
  }, 60_000)

  it('to kill all ends the machine alone, which is named', async () => {
    const said = await harmless('kill', block('console', 'host$ kill -KILL -1; kill -KILL 1; sleep 5'))
    expect(said.all).toContain('✗')
    expect(said.exitCode).not.toBe(0)
  }, 60_000)

  it('to remove all harms this machine alone', async () => {
    const said = await harmless(
      'remove',
      block('console', 'host$ rm -rf --no-preserve-root / 2>/dev/null\n[1]', 'host$ ls /usr\n'),
    )
    expect(said.exitCode).not.toBe(3)
  }, 90_000)

  it('a fork bomb is bounded', async () => {
    const bomb = block('console timeout=5s', 'host$ bomb() { bomb | bomb & }; bomb')
    const said = await harmless('bomb', bomb)
    expect(said.exitCode).toBeDefined()
  }, 120_000)

  it('the disk is full at its limit', async () => {
    const body = ['host$ head -c 3G /dev/zero > /root/big', '{*}No space left on device', '[1]']
    expect((await harmless('full', block('console timeout=60s', ...body))).all).toContain('1 of 1 lab holds')
  }, 120_000)
})
