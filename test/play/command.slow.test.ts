import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ScratchMachine } from '../../runner/machine/scratch/scratch.ts'
import { block } from '../lab/lesson.ts'
import { playLesson, scratch } from './play-lesson.ts'

let machine: ScratchMachine
beforeAll(async () => {
  machine = await scratch()
})
afterAll(() => machine[Symbol.asyncDispose]())

const play = (body: string) => playLesson(machine, body)
const consoleOf = (...lines: string[]) => play(block('console', ...lines))

describe('what is printed', () => {
  it('holds when it comes', async () => {
    const { result, commands } = await consoleOf(
      'host$ echo one; echo two',
      'one',
      '...',
      'host$ hostname',
      '{host.name}',
    )
    expect(result.ok).toBe(true)
    expect(commands.map(({ command, ok, exit, output }) => ({ command, ok, exit, output }))).toEqual([
      { command: 'echo one; echo two', ok: true, exit: 0, output: 'one\ntwo\n' },
      { command: 'hostname', ok: true, exit: 0, output: 'host\n' },
    ])
  })

  it('falls short at the printed line that differs, and the lesson goes on', async () => {
    const { result, commands, lineOf } = await consoleOf(
      'host$ seq 3',
      '1',
      'two',
      '3',
      'host$ echo on',
      'on',
    )
    expect(result.ok).toBe(false)
    expect(commands[0]).toMatchObject({ ok: false, exit: 0, line: lineOf('host$ seq'), at: lineOf('two') })
    expect(commands[0]!.reason).toContain('- two\n+ 2')
    expect(commands[1]).toMatchObject({ ok: true })
    expect(commands[1]).not.toHaveProperty('at')
  })

  it('is not compared where nothing is printed, but the exit status is', async () => {
    const { commands, lineOf } = await consoleOf('host$ echo much', 'host$ echo more; false')
    expect(commands[0]).toMatchObject({ ok: true })
    expect(commands[1]).toMatchObject({ ok: false, exit: 1, at: lineOf('host$ echo more') })
    expect(commands[1]!.reason).toBe('  more\n\nThe exit status is 1; 0 was expected.')
  })

  it('may come in any order in an unordered block', async () => {
    const { commands } = await play(
      [
        block('console unordered', 'host$ seq 3', '3', '1', '2'),
        block('console', 'host$ seq 3', '3', '1', '2'),
      ].join('\n'),
    )
    expect(commands.map(({ ok }) => ok)).toEqual([true, false])
  })
})

describe('the exit status', () => {
  it('is the one that is printed', async () => {
    const { commands } = await consoleOf('host$ (exit 7)', '[7]', 'host$ echo no; (exit 2)', 'no', '[2]')
    expect(commands.map(({ ok, exit }) => [ok, exit])).toEqual([
      [true, 7],
      [true, 2],
    ])
  })

  it('falls short at its own line', async () => {
    const { commands, lineOf } = await consoleOf('host$ echo no; (exit 2)', 'no', '[3]')
    expect(commands[0]).toMatchObject({ ok: false, exit: 2, at: lineOf('[3]') })
  })

  it('falls short at the prompt where none is printed', async () => {
    const { commands, lineOf } = await consoleOf('host$ echo no; (exit 2)', 'no')
    expect(commands[0]).toMatchObject({ ok: false, exit: 2, at: lineOf('host$') })
  })
})

describe('within', () => {
  it('runs the command again until its output matches', async () => {
    const { commands } = await play(
      [
        block('console', 'host$ (sleep 0.3; echo here > late) &'),
        block('console within=5s', 'host$ cat late', 'here'),
      ].join('\n'),
    )
    expect(commands[1]).toMatchObject({ ok: true, output: 'here\n' })
    expect(commands[1]!.ms).toBeGreaterThan(150)
    expect(commands[1]!.ms).toBeLessThan(3000)
  })

  it('tells what came last when its time is up', async () => {
    const { commands, lineOf } = await play(
      block('console within=200ms', 'host$ echo x >> tries; wc -l < tries', '0'),
    )
    expect(commands[0]).toMatchObject({ ok: false, at: lineOf('0') })
    expect(Number(commands[0]!.output)).toBeGreaterThan(1)
    expect(commands[0]!.ms).toBeLessThan(1000)
  })
})

describe('timeout', () => {
  it('ends a command, names the prompt, and the terminal goes on', async () => {
    const { commands, lineOf } = await play(
      [
        block('console timeout=300ms', 'host$ echo begun; sleep 60'),
        block('console', 'host$ echo on', 'on'),
      ].join('\n'),
    )
    expect(commands[0]).toMatchObject({ ok: false, exit: null, at: lineOf('host$ echo begun') })
    expect(commands[0]!.output).toMatch(/^begun\n/)
    expect(commands[0]!.reason).toContain('it had not ended after 0.3 s')
    expect(commands[1]).toMatchObject({ ok: true })
  })

  it('is that of the play where the block says nothing', async () => {
    const { commands } = await playLesson(machine, block('console', 'host$ sleep 60'), { timeout: 200 })
    expect(commands[0]!.reason).toContain('it had not ended after 0.2 s')
  })
})

describe('captures', () => {
  it('stand in later commands and in what is printed under them', async () => {
    const { result, commands } = await consoleOf(
      'host$ echo id=42',
      'id={id:int}',
      'host$ echo "the {id}"',
      'the {id}',
      'host$ echo $HOME {a,b} {{x}} {unknown}',
      '/root a b {*}',
    )
    expect(result.ok).toBe(true)
    expect(commands[1]!.command).toBe('echo "the 42"')
    expect(commands[2]!.command).toBe('echo $HOME {a,b} {{x}} {unknown}')
  })

  it('must come again as they came first', async () => {
    const { commands, lineOf } = await consoleOf('host$ echo 1', '{n}', 'host$ echo 2', 'again {n}')
    expect(commands[1]).toMatchObject({ ok: false, at: lineOf('again') })
    expect(commands[1]!.reason).toContain('{n} = 1')
  })

  it('are not taken from a line that fell short, nor from prose', async () => {
    const { commands } = await play(
      [
        'In prose, {n} captures nothing.',
        '',
        block('console', 'host$ echo 1 x', '{n} y', 'host$ echo {n}', '{/\\{n\\}/}'),
      ].join('\n'),
    )
    expect(commands[1]).toMatchObject({ ok: true, command: 'echo {n}' })
  })
})

describe('a command over several lines', () => {
  it('is typed whole', async () => {
    const { commands } = await consoleOf('host$ cat <<END', '> one', '>   two', '> END', 'one', 'two')
    expect(commands[0]).toMatchObject({
      ok: true,
      command: 'cat <<END\none\n  two\nEND',
      output: 'one\n  two\n',
    })
  })
})

describe('bail', () => {
  const twoSteps = [block('console', 'host$ false'), '## Two {#two}', block('console', 'host$ true')].join(
    '\n',
  )

  it('ends the play after the first step that fell short', async () => {
    const { result } = await playLesson(machine, twoSteps, { bail: true })
    expect(result.steps.map(({ id, ok }) => [id, ok])).toEqual([['one', false]])
    expect(result.ok).toBe(false)
  })

  it('is not the rule', async () => {
    const { result } = await playLesson(machine, twoSteps)
    expect(result.steps.map(({ id, ok }) => [id, ok])).toEqual([
      ['one', false],
      ['two', true],
    ])
  })
})
