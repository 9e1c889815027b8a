import { freemem } from 'node:os'
import { describe, expect, it } from 'vitest'
import { scratch } from '../../play/play-lesson.ts'
import { remains } from './remains.ts'

const MB = 2 ** 20

describe('memory', () => {
  it('ends what takes more, and nothing else', async () => {
    await using machine = await scratch({ limits: { memory: 300 * MB, disk: 100 * MB } })
    const free = freemem()
    const { exit } = await machine.exec("python3 -c 'bytes(4 << 30); x = bytearray(4 << 30)'", {
      timeout: 30_000,
    })
    expect([1, 137]).toContain(exit)
    const { exit: filled } = await machine.exec(`python3 -c "x = [b'x' * (1 << 20) for _ in range(4096)]"`, {
      timeout: 30_000,
    })
    expect(filled).toBe(137)
    expect(free - freemem()).toBeLessThan(1000 * MB)
    expect((await machine.exec('echo lives')).stdout).toBe('lives\n')
  })

  it('counts what is filled in file systems of memory, which the machine survives or goes with', async () => {
    const machine = await scratch({ limits: { memory: 200 * MB, disk: 100 * MB } })
    await machine
      .exec('mount -t tmpfs -o size=4g none /mnt; head -c 1G /dev/zero >/mnt/big', { timeout: 30_000 })
      .catch(() => {})
    await machine[Symbol.asyncDispose]()
    expect(remains([machine.id])).toEqual([])
  })
})

describe('disk', () => {
  it.each(['/root', '/var/lib/docker', '/run', '/tmp'])('is full at its limit, in %s', async (folder) => {
    await using machine = await scratch({ limits: { disk: 64 * MB } })
    const { stderr, exit } = await machine.exec(`head -c 200M /dev/zero >${folder}/big`)
    expect(stderr).toContain('No space left on device')
    expect(exit).toBe(1)
    // It can be mended from inside, and the machine goes on meanwhile.
    expect(
      (
        await machine.exec(
          `echo x 2>/dev/null >/root/more; rm ${folder}/big && echo y >/root/y && cat /root/y`,
        )
      ).stdout,
    ).toBe('y\n')
  })

  it('is large enough, unless told otherwise, for what labs do', async () => {
    await using machine = await scratch()
    const { stdout } = await machine.exec('df --output=size -B1 / | tail -n 1')
    expect(Number(stdout)).toBe(2 * 2 ** 30)
  })
})

describe('processes', () => {
  it('are bounded, and a machine full of them can be removed at once', async () => {
    const machine = await scratch({ limits: { processes: 120 } })
    const terminal = await machine.open('host', { columns: 80, rows: 24 })
    const bomb = machine.exec('bomb() { bomb | bomb & }; bomb; sleep 1; for ((;;)); do sleep 1000 & done', {
      timeout: 3000,
    })
    const { stderr, exit } = await bomb
    expect(stderr).toContain('Resource temporarily unavailable')
    expect(exit).not.toBe(0)
    const began = Date.now()
    await terminal[Symbol.asyncDispose]()
    await machine[Symbol.asyncDispose]()
    expect(Date.now() - began).toBeLessThan(5000)
    expect(remains([machine.id])).toEqual([])
  })
})
