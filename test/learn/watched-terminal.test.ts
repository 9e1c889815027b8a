import { describe, expect, it } from 'vitest'
import { WatchedTerminal } from '../../runner/learn/watched-terminal.ts'
import { plain } from '../../runner/terminal/plain.ts'
import { openTestShell } from '../terminal/open-test-shell.ts'

async function openWatched() {
  const terminal = await openTestShell({ attended: true })
  const watched = new WatchedTerminal(terminal)
  let printed = ''
  terminal.onData((data) => {
    watched.take(data)
    printed += data
  })
  return {
    watched,
    printed: () => plain(printed),
    prompts: () => printed.split(']133;B').length - 1,
    [Symbol.asyncDispose]: () => terminal[Symbol.asyncDispose](),
  }
}

describe('WatchedTerminal', () => {
  it('knows whether something is typed at the prompt', async () => {
    await using opened = await openWatched()
    const { watched } = opened
    expect(watched.isEmpty).toBe(true)
    watched.write('ls')
    expect(watched.isEmpty).toBe(false)
    await expect.poll(() => opened.printed()).toContain('host$ ls')
    expect(watched.isEmpty).toBe(false)
    watched.write('\x15')
    await expect.poll(() => watched.isEmpty).toBe(true)
  })

  it('tells the command that runs, and what it has printed so far', async () => {
    await using opened = await openWatched()
    const { watched } = opened
    watched.type('echo one; sleep 30')
    await expect.poll(() => watched.running).toEqual({ command: 'echo one; sleep 30', output: 'one\n' })
    expect(watched.atPrompt).toBe(false)
    watched.write('\x03')
    await expect.poll(() => watched.atPrompt).toBe(true)
    expect(watched.running).toBeUndefined()
  })

  it('counts the shells inside each other, and knows in which one a command was typed', async () => {
    await using opened = await openWatched()
    const { watched } = opened
    await watched.run('sh', { enters: true })
    expect(watched.depth).toBe(1)
    expect(watched.typedDepth).toBe(0)
    await watched.run('exit', {})
    expect(watched.depth).toBe(0)
    expect(watched.typedDepth).toBe(1)
  })

  it('forgets nothing when a prompt is drawn anew, as when the terminal’s size changes', async () => {
    await using opened = await openWatched()
    const { watched } = opened
    await watched.run('bash --norc', { enters: true })
    await watched.run('exit', {})
    const before = opened.prompts()
    watched.terminal.resize(60, 24)
    await expect.poll(() => opened.prompts()).toBeGreaterThan(before)
    expect(watched.typedDepth).toBe(1)
    expect(watched.isEmpty).toBe(true)
  })

  it('tells the command that runs in a shell without marks of its own for it', async () => {
    await using opened = await openWatched()
    const { watched } = opened
    await watched.run('dash', { enters: true })
    watched.write('echo two; sleep 30\r')
    await expect.poll(() => watched.running).toEqual({ command: 'echo two; sleep 30', output: 'two\n' })
  })
})
