/**
 * What somebody tries who wants out of a VM, or to bring down what it runs on. Each has a VM of its own, as root in it, with
 * all that root can take back there; the host goes on unharmed, and another VM can be had at once.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MachineError } from '../../../runner/machine/machine.ts'
import type { VmMachine } from '../../../runner/machine/vm/vm.ts'
import { makeVm, qemuOf, remainsOf } from './make-vm.ts'

const SECRET = `secret of the host, ${process.pid}`

let machine: VmMachine
let folder: string
let bystander: ReturnType<typeof spawn>

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'labwright-escape-'))
  writeFileSync(join(folder, 'secret'), SECRET)
  bystander = spawn('sleep', ['1000'], { stdio: 'ignore' })
  machine = await makeVm()
})

afterEach(async () => {
  await machine[Symbol.asyncDispose]()
  expect(bystander.exitCode).toBeNull()
  bystander.kill()
  expect(readFileSync(join(folder, 'secret'), 'utf8')).toBe(SECRET)
  rmSync(folder, { recursive: true })
  expect(remainsOf(machine.id)).toEqual([])
})

/** What a script comes to; undefined where it took the machine along. */
const dare = async (script: string, timeout = 120_000): Promise<string | undefined> => {
  try {
    const { stdout, stderr } = await machine.exec(script, { timeout })
    return stdout + stderr
  } catch (error) {
    expect(error).toBeInstanceOf(MachineError)
    expect((error as MachineError).message).toContain(machine.id)
    return undefined
  }
}

/** What the kernel of the host says of the VM's QEMU, while that runs. Source: proc_pid_io(5), proc_pid_status(5). */
const ofQemu = (file: 'io' | 'status', pattern: RegExp): number =>
  Number(pattern.exec(readFileSync(`/proc/${qemuOf(machine.id)}/${file}`, 'utf8'))![1])
/** Bytes, to whatever. */
const written = (): number => ofQemu('io', /^wchar: (\d+)$/m)
/** Kilobytes, at most so far. */
const memory = (): number => ofQemu('status', /^VmHWM:\s+(\d+) kB$/m)

const nextOneWorks = async (): Promise<void> => {
  await using next = await makeVm()
  expect((await next.exec('echo here')).stdout).toBe('here\n')
}

describe('the files of the host', () => {
  it('can’t be read: neither by their path, nor by way of process 1, nor in what is mounted', async () => {
    const path = join(folder, 'secret')
    const said = await dare(`
      cat ${path} /proc/1/root${path}
      mkdir /mnt/proc; mount -t proc proc /mnt/proc; cat /mnt/proc/*/root${path}
      find / -xdev -name secret -path '*labwright-escape*'
    `)
    expect(said).not.toContain(SECRET)
  })

  it('stand on no disk that could be mounted: there is the VM’s own, which can’t be written', async () => {
    const said = await dare(`
      mkdir /mnt/disk
      for disk in /sys/class/block/*; do
        IFS=: read -r major minor <$disk/dev; mknod /dev/\${disk##*/} b $major $minor
      done
      for disk in /dev/sd* /dev/nvme* /dev/vd*; do [ ! -b $disk ] || echo "disk $disk"; done
      mount /dev/vda /mnt/disk && ls /mnt/disk
      echo x | dd of=/dev/vda bs=1 count=1 2>&1
    `)
    expect(said?.match(/^disk .*/gm)).toEqual(['disk /dev/vda'])
    expect(said).not.toContain('1 byte copied')
    await nextOneWorks()
  })
})

describe('the processes of the host', () => {
  it('are out of reach of kill -9', async () => {
    await dare(`kill -9 ${bystander.pid} ${process.pid} ${qemuOf(machine.id)}; kill -9 -1`)
    expect(bystander.exitCode).toBeNull()
    await nextOneWorks()
  })
})

describe('the kernel', () => {
  it('that is brought down by /proc/sysrq-trigger is the VM’s own', async () => {
    const said = await dare(
      'mkdir /mnt/proc; mount -t proc proc /mnt/proc; echo c >/mnt/proc/sysrq-trigger; sleep 60',
    )
    expect(said).toBeUndefined()
    await expect(machine.exec('true')).rejects.toThrow(`machine ${machine.id} has gone`)
    await nextOneWorks()
  })
})

describe('what there is of the host', () => {
  it('is not used up by a fork bomb, and the VM still answers', async () => {
    void machine.exec('bomb() { bomb | bomb & }; bomb').catch(() => {})
    const { stdout } = await machine
      .exec('sleep 5; echo here', { timeout: 240_000 })
      .catch(() => ({ stdout: 'gone' }))
    // With no process to be had inside, it may well be that nothing answers. It may not be that it hangs.
    expect(['here\n', '', 'gone']).toContain(stdout)
    await nextOneWorks()
  })

  it('is not used up by filling the disk', async () => {
    const before = written()
    const said = await dare('cat /dev/zero >/root/fill', 240_000)
    if (said !== undefined) expect(written() - before).toBeLessThan(2 ** 30)
    await nextOneWorks()
  })

  it('is not used up by taking all memory', async () => {
    const said = await dare('perl -e \'my @all; push @all, "x" x 1e7 while 1\'', 240_000)
    if (said !== undefined) expect(memory()).toBeLessThan(4 * 2 ** 20)
    await nextOneWorks()
  })
})

it('rm -rf / leaves others what they need', async () => {
  await dare('rm -rf --no-preserve-root / 2>/dev/null; echo gone >/dev/null')
  await nextOneWorks()
})
