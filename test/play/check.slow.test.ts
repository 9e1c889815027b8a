import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ScratchMachine } from '../../runner/machine/scratch/scratch.ts'
import { checkLab } from '../../runner/play/check-lab.ts'
import { block, labOf, lesson } from '../lab/lesson.ts'
import { playLesson, scratch } from './play-lesson.ts'

let machine: ScratchMachine
beforeAll(async () => {
  machine = await scratch()
})
afterAll(() => machine[Symbol.asyncDispose]())

describe('a check', () => {
  it('fails before its step and holds after it', async () => {
    const { result, checks, lineOf } = await playLesson(
      machine,
      [
        block('console', 'host$ touch done-1'),
        block('check the file is there', 'host$ ls done-1', 'done-1'),
      ].join('\n'),
    )
    expect(result.ok).toBe(true)
    expect(checks).toEqual([
      {
        kind: 'check',
        title: 'the file is there',
        file: 'labs/demo/index.md',
        line: lineOf('```check'),
        ok: true,
        before: false,
        after: true,
      },
    ])
  })

  it('that holds before its step is an error of the lesson', async () => {
    const { result, checks } = await playLesson(
      machine,
      [block('console', 'host$ touch done-2'), block('check the root is there', 'host$ test -d /')].join(
        '\n',
      ),
    )
    expect(result.ok).toBe(false)
    expect(checks[0]).toMatchObject({ ok: false, before: true, after: true })
    expect(checks[0]!.reason).toContain('holds before its step is played')
  })

  it('keeps what it captures to itself, so that two questions can be asked', async () => {
    const { result, checks } = await playLesson(
      machine,
      [
        block('question What is first?', 'host$ echo first', '{answer}'),
        block('question What is second?', 'host$ echo second', '{answer}'),
      ].join('\n'),
    )
    expect(checks.map(({ ok }) => ok)).toEqual([true, true])
    expect(result.ok).toBe(true)
  })

  it('that fails after its step names the line that fell short', async () => {
    const { result, checks, lineOf } = await playLesson(
      machine,
      [
        block('console', 'host$ touch done-3'),
        block(
          'check both are there',
          'host$ ls done-3',
          'done-3',
          'host$ ls done-4 2>/dev/null || echo none',
          'done-4',
        ),
      ].join('\n'),
    )
    expect(result.ok).toBe(false)
    expect(checks[0]).toMatchObject({ ok: false, before: false, after: false, at: lineOf('done-4') })
    expect(checks[0]!.reason).toContain('- done-4\n+ none')
  })

  it('waits for what comes late, but not before its step', async () => {
    const { checks, step } = await playLesson(
      machine,
      [
        block('console', 'host$ (sleep 0.3; touch done-5) &'),
        block('check it comes within=5s', 'host$ test -e done-5'),
      ].join('\n'),
    )
    expect(checks[0]).toMatchObject({ ok: true, before: false })
    expect(step.ms).toBeLessThan(3000)
  })

  it('runs in a shell of its own, and what it captures before its step is forgotten', async () => {
    const { result } = await playLesson(
      machine,
      [
        block('console', 'host$ cd /tmp; echo 5 > count'),
        block(
          'check the count is kept',
          'host$ pwd; cat /tmp/count 2>/dev/null || echo 0',
          '/root',
          '{count:int}',
          'host$ test {count} = 5',
        ),
      ].join('\n'),
    )
    expect(result.ok).toBe(true)
  })
})

describe('a question', () => {
  it('holds when its answer can be captured; nothing is asked of it before', async () => {
    const { result, checks } = await playLesson(
      machine,
      [
        block('console', 'host$ seq 5 > numbers'),
        block('question How many lines?', 'host$ wc -l < numbers', '{answer:int}'),
      ].join('\n'),
    )
    expect(result.ok).toBe(true)
    expect(checks[0]).toMatchObject({ kind: 'question', ok: true, before: null, after: true })
  })

  it('falls short when there is no answer', async () => {
    const { checks, lineOf } = await playLesson(
      machine,
      [
        block('console', 'host$ true'),
        block('question How many lines?', 'host$ echo many', '{answer:int}'),
      ].join('\n'),
    )
    expect(checks[0]).toMatchObject({ ok: false, before: null, after: false, at: lineOf('{answer') })
  })
})

describe('holding a machine against the checks of a lab', () => {
  it('plays nothing, asks no question, and says what holds', async () => {
    const lab = labOf(
      lesson(
        [
          block('console', 'host$ touch played'),
          block('check by hand', 'host$ test -e by-hand'),
          block('question What?', 'host$ echo 1', '{answer}'),
          '## Two {#two}',
          block('check never', 'host$ test -e never'),
        ].join('\n'),
      ),
    )
    await machine.exec('touch /root/by-hand')
    const found = await checkLab(lab, machine, '')
    expect(found.ok).toBe(false)
    expect(found.steps.map(({ id, ok, checks }) => [id, ok, checks.map(({ title }) => title)])).toEqual([
      ['one', true, ['by hand']],
      ['two', false, ['never']],
    ])
    expect((await machine.exec('ls /root/played')).exit).not.toBe(0)
  })

  it('gives each check its weight, and the score of those that hold', async () => {
    const lab = labOf(
      lesson(
        [
          block('check weighed weight=3', 'host$ test -e weighed'),
          block('check unweighed', 'host$ test -e unweighed'),
          '## Two {#two}',
          block('check other weight=4', 'host$ test -e other'),
        ].join('\n'),
      ),
    )
    await machine.exec('touch /root/weighed')
    const found = await checkLab(lab, machine, '')
    expect(found).toMatchObject({ ok: false, score: 3 / 8, points: 3, of: 8 })
    expect(
      found.steps.map(({ points, of, checks }) => [
        points,
        of,
        ...checks.map((check) => [check.weight, check.points]),
      ]),
    ).toEqual([
      [3, 4, [3, 3], [1, 0]],
      [0, 4, [4, 0]],
    ])
    await machine.exec('touch /root/unweighed /root/other')
    expect(await checkLab(lab, machine, '')).toMatchObject({ ok: true, score: 1, points: 8, of: 8 })
    expect(await checkLab(labOf(lesson('')), machine, '')).toMatchObject({ score: null, points: 0, of: 0 })
  })

  it("knows a learner's values by their seed", async () => {
    const source = lesson(block('check own port', 'host$ cat own-port', '{port}'))
    const lab = labOf(source.replace('minutes: 5', 'minutes: 5\nvary: {port: 8000..8999}'))
    const { values } = await checkLab(lab, machine, 'Ada')
    expect(values.port).toMatch(/^8\d\d\d$/)
    await machine.exec(`echo ${values.port} > /root/own-port`)
    expect(await checkLab(lab, machine, 'Ada')).toMatchObject({ ok: true, seed: 'Ada', values })
    const other = await checkLab(lab, machine, 'Bob')
    expect(other.values.port).not.toBe(values.port)
    expect(other).toMatchObject({ ok: false, seed: 'Bob', score: 0 })
  })

  it('waits for nothing where it is not patient, and ends when it is told to', async () => {
    const lab = labOf(lesson(block('check late within=30s', 'host$ test -e late-and-never')))
    const began = performance.now()
    expect((await checkLab(lab, machine, '', { patient: false })).ok).toBe(false)
    await expect(checkLab(lab, machine, '', { signal: AbortSignal.timeout(300) })).rejects.toThrow()
    expect(performance.now() - began).toBeLessThan(5000)
  })
})
