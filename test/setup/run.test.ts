import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { run, runHere } from '../../runner/setup/run.js'

/** False for a zombie too: it waits for nobody but its parent. */
const isAlive = (pid: number): boolean => {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false
  }
}

describe('run', () => {
  it('keeps what a program prints on both its outputs', async () => {
    const { ok, output } = await run(['sh', '-c', 'echo one; echo two >&2'])
    expect(ok).toBe(true)
    expect(output.split('\n').sort()).toEqual(['one', 'two'])
  })

  it('tells each line as it comes', async () => {
    const lines: string[] = []
    await run(['sh', '-c', 'echo one; echo two'], { onLine: (line) => lines.push(line) })
    expect(lines).toEqual(['one', 'two'])
  })

  it('says that a program failed', async () => {
    expect(await run(['sh', '-c', 'echo no; exit 4'])).toEqual({ ok: false, output: 'no' })
  })

  it('says that there is no such program', async () => {
    const { ok, output } = await run(['labwright-none'])
    expect(ok).toBe(false)
    expect(output).toContain('labwright-none')
  })

  it('ends a program and what that started when it is told to stop', async () => {
    const stop = new AbortController()
    let child = 0
    const running = run(['sh', '-c', 'sleep 60 & echo $!; wait'], {
      signal: stop.signal,
      onLine: (line) => {
        child = Number(line)
        stop.abort('SIGINT')
      },
    })
    await expect(running).rejects.toBe('SIGINT')
    expect(child).toBeGreaterThan(1)
    await expect.poll(() => isAlive(child)).toBe(false)
  })

  it('starts nothing once it has been told to stop', async () => {
    const lines: string[] = []
    const running = run(['echo', 'one'], {
      signal: AbortSignal.abort('SIGINT'),
      onLine: (line) => lines.push(line),
    })
    await expect(running).rejects.toBe('SIGINT')
    expect(lines).toEqual([])
  })
})

describe('runHere', () => {
  const { signal } = new AbortController()

  it("gives the program's exit status", async () => {
    expect(await runHere(['sh', '-c', 'exit 7'], signal)).toBe(7)
  })

  it('gives 128 + n for a program that signal n ended', async () => {
    expect(await runHere(['sh', '-c', 'kill -TERM $$'], signal)).toBe(143)
  })
})
