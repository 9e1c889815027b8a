import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ScratchMachine } from '../../runner/machine/scratch/scratch.ts'
import { block } from '../lab/lesson.ts'
import { playLesson, scratch } from './play-lesson.ts'

let machine: ScratchMachine
beforeAll(async () => {
  machine = await scratch({ docker: true })
})
afterAll(() => machine[Symbol.asyncDispose]())

describe('a shell in a container', () => {
  it('takes the commands at its prompt, and gives the terminal back', async () => {
    const { result, commands } = await playLesson(
      machine,
      block(
        'console',
        'host$ where=host',
        'host$ docker run -ti --rm --hostname inside busybox',
        'box# hostname',
        'inside',
        'box# exit',
        'host$ echo $where; hostname',
        'host',
        '{host.name}',
      ),
    )
    expect(result.ok).toBe(true)
    expect(commands.map(({ terminal, exit }) => [terminal, exit])).toEqual([
      ['host', 0],
      ['host', null],
      ['box', 0],
      ['box', 0],
      ['host', 0],
    ])
  })
})

describe('a shell that did not open', () => {
  const lesson = block(
    'console',
    'host$ docker run -ti --rm busibox',
    'box# touch /root/on-the-host',
    'box# exit',
    'host$ echo back',
    'back',
  )

  it('fails, and what is meant for it is never typed elsewhere', async () => {
    const { commands, lineOf } = await playLesson(machine, lesson)
    expect(commands[0]).toMatchObject({ ok: false, exit: 125, at: lineOf('host$ docker') })
    expect(commands[0]!.reason).toContain('opened no shell')
    for (const [index, prompt] of [
      [1, 'box# touch'],
      [2, 'box# exit'],
    ] as const) {
      expect(commands[index]).toMatchObject({
        ok: false,
        exit: null,
        output: '',
        line: lineOf(prompt),
        at: lineOf(prompt),
      })
      expect(commands[index]!.reason).toMatch(
        new RegExp(`^not run: the command in line ${lineOf('host$ docker')} `),
      )
    }
    expect((await machine.exec('ls /root/on-the-host')).exit).not.toBe(0)
  })

  it('leaves the terminal to the commands at its own prompt', async () => {
    const { commands } = await playLesson(machine, lesson)
    expect(commands[3]).toMatchObject({ ok: true, terminal: 'host', output: 'back\n' })
  })
})

describe('a shell in a container, on a screen that changes its size', () => {
  it('takes no prompt that is drawn anew for output', async () => {
    await using attended = await scratch({ docker: true, attended: true })
    await using terminal = await attended.open('host', { columns: 44, rows: 16 })
    let shown = ''
    terminal.onData((data) => {
      shown += data
    })
    await terminal.run('docker run -ti --rm busybox', { enters: true })
    for (let round = 0; round < 60; round++) {
      const running = terminal.run(`echo round ${round}`)
      await delay(round % 6)
      terminal.resize(44, 15 + (round % 2))
      expect(await running).toMatchObject({ output: `round ${round}\n`, exit: 0 })
    }
    // An answer that comes late would be typed into the next command.
    expect(shown).not.toContain('\x1b[6n')
  })
})
