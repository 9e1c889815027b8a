import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shellDepths } from '../../runner/learn/shell-depth.ts'
import { StepProgress } from '../../runner/learn/step-progress.ts'
import { HostMachine } from '../../runner/machine/host/host.ts'
import type { CommandOutput } from '../../runner/terminal/terminal.ts'
import { block, labOf, lesson } from '../lab/lesson.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'labwright-progress-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const progressOf = async (...blocks: string[]) => {
  const lab = labOf(lesson(blocks.join('\n\n')))
  const variables = new Map([['folder', folder]])
  const stage = { lab, machine: await HostMachine.create(), variables, timeout: 5000 }
  return { progress: new StepProgress(stage, lab.steps[0]!, shellDepths(lab)), variables }
}

const typed = (command: string, output: string, exit = 0): CommandOutput => ({
  command,
  output,
  exit,
  ms: 1,
  ended: 'exit',
})

describe('a step of commands alone', () => {
  it('is done when all have been typed and printed what the lesson prints, in any order', async () => {
    const { progress, variables } = await progressOf(
      block('console', 'host$ echo  {folder}', '{where:word}', 'host$ false', '[1]'),
    )
    expect(progress.ended('host', 0, typed('false', '', 1))).toMatchObject({ ok: true, again: false })
    expect(progress.next?.command.text).toBe('echo  {folder}')
    expect(progress.done).toBe(false)
    expect(progress.ended('host', 0, typed(`echo ${folder}`, 'here\n'))).toMatchObject({ ok: true })
    expect(variables.get('where')).toBe('here')
    expect(progress.done).toBe(true)
  })

  it('says why one that printed something else does not count', async () => {
    const { progress } = await progressOf(block('console', 'host$ hostname', 'alpha'))
    const judged = progress.ended('host', 0, typed('hostname', 'beta\n'))
    expect(judged).toMatchObject({ ok: false })
    expect(judged && !judged.ok && judged.reason).toContain('+ beta')
    expect(progress.done).toBe(false)
  })

  it('does not take for the lesson what is typed elsewhere, or is another command', async () => {
    const { progress } = await progressOf(
      block('console', 'host$ docker run -ti --rm busybox', 'box# hostname', 'b'),
    )
    expect(progress.ended('host', 0, typed('hostname', 'b\n'))).toBeUndefined()
    expect(progress.ended('host-2', 1, typed('hostname', 'b\n'))).toBeUndefined()
    expect(progress.ended('host', 1, typed('hostname -f', 'b\n'))).toBeUndefined()
    expect(progress.ended('host', 1, typed('hostname', 'b\n'))).toMatchObject({ ok: true })
  })

  it('captures again when a command is typed again', async () => {
    const { progress, variables } = await progressOf(block('console', 'host$ date', '{now:int}'))
    progress.ended('host', 0, typed('date', '1\n'))
    expect(progress.ended('host', 0, typed('date', '2\n'))).toMatchObject({ ok: true, again: true })
    expect(variables.get('now')).toBe('2')
  })

  it('takes the command that fits where the same one stands twice', async () => {
    const { progress } = await progressOf(block('console', 'host$ cat f', 'one', 'host$ cat f', 'two'))
    expect(progress.ended('host', 0, typed('cat f', 'two\n'))).toMatchObject({ ok: true })
    expect(progress.next?.command.expected[0]?.text).toBe('one')
  })

  it('sees a background command by what it has printed while it runs', async () => {
    const { progress } = await progressOf(block('console background', 'host$ nc -l 80', 'Listening {*}'))
    expect(progress.runsOn('host', 0, { command: 'nc -l 80', output: '' })).toBeUndefined()
    expect(progress.runsOn('host', 0, { command: 'cat', output: 'Listening on 80\n' })).toBeUndefined()
    expect(progress.runsOn('host', 0, { command: 'nc -l 80', output: 'Listening on 80\n' })).toMatchObject({
      ok: true,
    })
    expect(progress.done).toBe(true)
  })
})

describe('a step with checks and questions', () => {
  it('is done when they all hold, whatever was typed', async () => {
    const { progress } = await progressOf(
      block('console', 'host$ touch {folder}/f'),
      block('check the file is there', 'host$ ls {folder}', 'f'),
    )
    expect(await progress.look()).toEqual([])
    expect(progress.checks[0]).toMatchObject({ held: false })
    expect(progress.checks[0]!.reason).toContain('- f')
    writeFileSync(join(folder, 'f'), '')
    expect(await progress.look()).toHaveLength(1)
    expect(progress.done).toBe(true)
    rmSync(join(folder, 'f'))
    expect(await progress.look()).toMatchObject([{ held: false }])
    expect(progress.done).toBe(false)
  })

  it('asks a question when the rest holds, and compares with what the machine says', async () => {
    const { progress } = await progressOf(
      block('check the file is there', 'host$ ls {folder}', 'f'),
      block('question What is in it?', 'host$ cat {folder}/f', '{answer}'),
      block('question And how long is it?', 'host$ wc -c <{folder}/f', '{answer:int}'),
    )
    await progress.look()
    expect(progress.question).toBeUndefined()
    writeFileSync(join(folder, 'f'), 'Word\n')
    await progress.look()
    const first = progress.question!
    expect(await progress.answer(first, 'sword')).toEqual({ right: false })
    expect(first.wrong).toBe(1)
    expect(await progress.answer(first, ' word')).toEqual({ right: true })
    expect(progress.done).toBe(false)
    expect(await progress.answer(progress.question!, '5')).toEqual({ right: true })
    expect(progress.done).toBe(true)
  })

  it('tells where the machine cannot say the answer', async () => {
    const { progress } = await progressOf(
      block('question What is in it?', 'host$ cat {folder}/f', '{answer}'),
    )
    const { right, trouble } = await progress.answer(progress.question!, 'x')
    expect(right).toBe(false)
    expect(trouble).toContain('No such file')
  })
})
