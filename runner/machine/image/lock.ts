import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { execa } from 'execa'

/**
 * Holds a lock on a file while `work` runs; others wait. It is held through flock(1), so the kernel lets it go when
 * this process ends, however it ends: a build that was killed locks nobody out.
 * @param signal ends the waiting
 * @param onWait called once when another process has it; without it nobody waits
 * @returns what `work` returns; undefined where another process has the lock and nobody waits
 */
export const withLock = async <T>(
  file: string,
  onWait: (() => void) | undefined,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T | undefined> => {
  await mkdir(dirname(file), { recursive: true })
  const mode = onWait ? '--exclusive' : '--nonblock'
  const holder = execa('flock', [mode, file, 'sh', '-c', 'echo locked; exec cat >/dev/null'], {
    stdin: 'pipe',
    stdout: 'pipe',
    buffer: false,
    detached: true,
    reject: false,
  })
  const waiting = setTimeout(() => onWait?.(), 300)
  const stopWaiting = (): boolean => holder.kill()
  signal?.addEventListener('abort', stopWaiting)
  try {
    let locked = false
    for await (const line of createInterface({ input: holder.stdout })) {
      locked = line === 'locked'
      break
    }
    clearTimeout(waiting)
    signal?.removeEventListener('abort', stopWaiting)
    signal?.throwIfAborted()
    return locked ? await work() : undefined
  } finally {
    clearTimeout(waiting)
    holder.stdin.end()
    await holder
  }
}
