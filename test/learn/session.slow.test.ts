import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import type { LearnListener } from '../../runner/learn/listener.ts'
import { LearnSession } from '../../runner/learn/session.ts'
import type { ScratchMachine } from '../../runner/machine/scratch/scratch.ts'
import { readState } from '../../runner/machine/scratch/state.ts'
import { block, labOf, lesson } from '../lab/lesson.ts'
import { scratch } from '../play/play-lesson.ts'

const LESSON = [
  block('setup', 'host$ mkdir /lab'),
  block('console', 'host$ echo hello  world > /lab/note', 'host$ cat /lab/note', 'hello world'),
  block('check the note is there', 'host$ cat /lab/note', 'hello world'),
  '## Two {#two}',
  block('setup', 'host$ echo set >> /lab/two'),
  block('console', 'host$ cat /lab/two', 'set', 'host$ wc -c </lab/note', '{size:int}'),
  block('question How many letters has the note?', 'host$ wc -c </lab/note', '{answer:int}'),
  '## Three {#three}',
  block('console', 'host$ bash', 'host$ echo $SHLVL', '2', 'host$ exit'),
  '## Four {#four}',
  block('console background', 'watch$ tail -f /lab/note', 'hello world'),
].join('\n\n')

const sessions: LearnSession[] = []
afterEach(async () => {
  for (const session of sessions.splice(0)) await session[Symbol.asyncDispose]()
})

/** Machines take longer to end than a test does: nobody waits for one before the last. */
const machines: ScratchMachine[] = []
const ends: Promise<void>[] = []
afterEach(() => {
  ends.push(...machines.splice(0).map((machine) => machine[Symbol.asyncDispose]()))
})
afterAll(() => Promise.all(ends))

const start = async (body = LESSON, done: string[] = []) => {
  const machine = await scratch({ attended: true })
  machines.push(machine)
  const printed = new Map<string, string>()
  const stepDone: string[] = []
  const told = { changed: vi.fn(), ended: vi.fn(), settled: vi.fn(), gone: vi.fn() }
  const listener: LearnListener = {
    ...told,
    output: (terminal, data) => printed.set(terminal, (printed.get(terminal) ?? '') + data),
    stepDone: (step) => stepDone.push(step),
  }
  const session = new LearnSession({
    lab: labOf(lesson(body)),
    machine,
    seed: 'one',
    done,
    life: 1,
    listener,
  })
  sessions.push(session)
  await session.begin()
  const step = (id: string) => session.state().steps.find((each) => each.id === id)!
  return { session, machine, printed, stepDone, step, ...told }
}

const SIZE = { columns: 100, rows: 30 }

describe('a command of the lesson', { timeout: 60_000 }, () => {
  it('is typed for the learner, and held against the lesson', async () => {
    const { session, step, stepDone, settled } = await start()
    expect(session.state()).toMatchObject({ lab: 'demo', at: 'one', seed: 'one', terminals: [] })
    expect(session.state().version).toMatch(/^[0-9a-f]{12}$/)
    expect(step('one').checks[0]).toMatchObject({
      held: false,
      reason: expect.stringContaining('- hello world'),
    })
    const typed = session.run('one', 0, 0)
    expect(step('one').commands[0]).toMatchObject({ state: 'running', terminal: 'host' })
    expect(await typed).toBeUndefined()
    expect(step('one').commands[0]).toMatchObject({ state: 'matched', output: '' })
    await expect.poll(() => stepDone).toEqual(['one'])
    expect(step('one')).toMatchObject({ done: true, checks: [{ held: true, reason: '' }] })
    expect(settled).toHaveBeenCalledOnce()
    expect(session.state().terminals).toEqual(['host'])
  })

  it('counts when it is typed by hand, however its blanks are set, and says why it differs', async () => {
    const { session, step, printed } = await start()
    await session.open('host', SIZE)
    session.write('host', 'cat  /lab/note\r')
    await expect.poll(() => step('one').commands[1]!.state).toBe('differs')
    expect(step('one').commands[1]!.reason).toContain('- hello world')
    expect(step('one').commands[1]!.output).toContain('No such file')
    session.write('host', 'echo hello world >/lab/note\r')
    await expect.poll(() => step('one').done).toBe(true)
    session.write('host', 'cat /lab/note\r')
    await expect
      .poll(() => step('one').commands[1])
      .toMatchObject({ state: 'matched', output: 'hello world\n' })
    expect(step('one').commands[1]).not.toHaveProperty('reason')
    expect(step('one').commands[0]!.state).toBe('open')
    expect(printed.get('host')).toContain('hello world')
  })

  it('can be one of another step, which is made ready first, and once', async () => {
    const { session, step } = await start()
    expect(await session.run('two', 0, 0)).toBeUndefined()
    expect(session.state().at).toBe('two')
    session.go('one')
    session.write('host', 'cat /lab/two\r')
    await expect.poll(() => session.state().at).toBe('two')
    expect(step('two').commands[0]).toMatchObject({ state: 'matched', output: 'set\n' })
    expect(step('two')).not.toHaveProperty('trouble')
  })

  it('loses nothing that is typed while its terminal opens', async () => {
    const { session, step } = await start()
    const opened = session.open('host', SIZE)
    for (const key of 'echo hello world > /lab/note\r') session.write('host', key)
    await opened
    session.write('host', 'cat /lab/note\r')
    await expect.poll(() => step('one').commands[1]!.state).toBe('matched')
  })

  it('captures what later text shows', async () => {
    const { session } = await start()
    await session.run('one', 0, 0)
    await session.run('two', 0, 1)
    expect(session.state().variables).toMatchObject({ size: '12', 'host.name': 'host' })
  })

  it('is typed inside the shell that it is meant for, in which the learner is not yet', async () => {
    const { session, step, stepDone } = await start()
    expect(await session.run('three', 0, 1)).toBeUndefined()
    expect(step('three').commands.map(({ state }) => state)).toEqual(['matched', 'matched', 'open'])
    expect(await session.run('three', 0, 0)).toBeUndefined()
    expect(await session.run('three', 0, 2)).toBeUndefined()
    expect(stepDone).toEqual(['three'])
  })

  it('runs on in the background once it has printed what the lesson prints', async () => {
    const { session, step, stepDone } = await start()
    await session.run('one', 0, 0)
    expect(await session.run('four', 0, 0)).toBeUndefined()
    await expect
      .poll(() => step('four').commands[0])
      .toMatchObject({ state: 'matched', output: 'hello world\n' })
    expect(stepDone).toEqual(['one', 'four'])
    expect(await session.run('four', 0, 0)).toContain('Terminal watch is busy')
  })

  it('is not typed where something runs, nor where there is none', async () => {
    const { session, step } = await start(block('console', 'host$ sleep 0.5', 'host$ true'))
    const first = session.run('one', 0, 0)
    expect(await session.run('one', 0, 1)).toContain('Terminal host is busy')
    expect(await first).toBeUndefined()
    expect(step('one').commands.map(({ state }) => state)).toEqual(['matched', 'open'])
    expect(await session.run('one', 0, 7)).toContain('no such command')
  })

  it('is tried again for as long as its output may take', async () => {
    const { session, step } = await start(
      block('console within=4s', 'host$ echo >> /count; wc -l </count', '2'),
    )
    expect(await session.run('one', 0, 0)).toBeUndefined()
    expect(step('one').commands[0]).toMatchObject({ state: 'matched', output: '2\n' })
  })
})

describe('a step', { timeout: 60_000 }, () => {
  it('stays done when its check holds no more', async () => {
    const { session, step, stepDone } = await start()
    await session.run('one', 0, 0)
    await expect.poll(() => step('one').checks[0]!.held).toBe(true)
    session.write('host', 'rm /lab/note\r')
    await expect.poll(() => step('one').checks[0]!.held).toBe(false)
    expect(step('one').done).toBe(true)
    expect(stepDone).toEqual(['one'])
  })

  it('sees late what takes its time', async () => {
    const { session, stepDone } = await start(block('check the file comes within=5s', 'host$ cat /late'))
    await session.open('host', SIZE)
    session.write('host', '(sleep 0.5; touch /late) &\r')
    await expect.poll(() => stepDone, { timeout: 5000 }).toEqual(['one'])
  })

  it('asks what the machine knows', async () => {
    const { session, step, stepDone } = await start()
    await session.answer('two', 0, '12')
    expect(step('two').questions[0]).toMatchObject({ answered: false, wrong: 0 })
    expect(step('two').questions[0]!.trouble).toContain('No such file')
    await session.run('one', 0, 0)
    await session.answer('two', 0, '13')
    expect(step('two').questions).toEqual([{ answered: false, wrong: 1, trouble: '' }])
    await session.answer('two', 0, ' 12 ')
    expect(step('two').questions).toEqual([{ answered: true, wrong: 1, trouble: '' }])
    expect(stepDone).toContain('two')
  })

  it('that was done before is not told again, and the learner begins behind it', async () => {
    const { session, step, stepDone } = await start(LESSON, ['one', 'two'])
    expect(session.state().at).toBe('three')
    expect(step('two')).toMatchObject({ done: true, questions: [{ answered: true }] })
    await session.run('one', 0, 0)
    await expect.poll(() => step('one').checks[0]!.held).toBe(true)
    expect(stepDone).toEqual([])
  })

  it('says where its setup fell short', async () => {
    const { step } = await start(block('setup', 'host$ cat /nowhere'))
    expect(step('one').trouble).toContain("'cat /nowhere' did not do what it is there for")
  })
})

describe('a machine', { timeout: 60_000 }, () => {
  it('is made as new, and ready for the step', async () => {
    const { session, step, machine, gone, ended } = await start()
    await session.run('one', 0, 0)
    await expect.poll(() => step('one').done).toBe(true)
    await session.run('two', 0, 1)
    await session.reset(false)
    expect(session.state()).toMatchObject({ at: 'two', terminals: [] })
    expect(session.state().variables).not.toHaveProperty('size')
    expect(step('one')).toMatchObject({
      done: true,
      checks: [{ held: false }],
      commands: [{ state: 'open' }, {}],
    })
    expect((await machine.exec('ls /lab')).stdout).toBe('')
    expect(await session.run('one', 0, 0)).toBeUndefined()
    expect((await machine.exec('ls /lab')).stdout).toBe('note\n')
    expect(gone).not.toHaveBeenCalled()
    expect(ended).not.toHaveBeenCalled()
  })

  it('is made as new with the steps before played again', async () => {
    const { session, step, machine } = await start()
    session.go('three')
    const typed = session.run('three', 0, 0)
    await session.reset(true)
    expect(await typed).toContain('made as new')
    expect((await machine.exec('cat /lab/note /lab/two')).stdout).toBe('hello world\nset\n')
    expect(session.state()).toMatchObject({ at: 'three', variables: { size: '12' } })
    expect(step('one').commands[0]!.state).toBe('open')
  })

  it('waits while a terminal is paused, and goes on', async () => {
    const { session, printed, ended } = await start()
    await session.open('host', SIZE)
    const length = () => printed.get('host')?.length ?? 0
    session.write('host', 'yes\r')
    await expect.poll(length).toBeGreaterThan(10_000)
    session.pause('host', true)
    await new Promise((resolve) => setTimeout(resolve, 100))
    const before = length()
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(length()).toBe(before)
    session.pause('host', false)
    await expect.poll(length).toBeGreaterThan(before)
    await session.close('host')
    expect(ended).toHaveBeenCalledExactlyOnceWith('host')
    expect(session.state().terminals).toEqual([])
  })

  it('lives on when all that ran on a terminal was killed', async () => {
    const { session, ended, gone } = await start()
    await session.open('host', SIZE)
    session.write('host', 'kill -9 $PPID; kill -9 $$\r')
    await expect.poll(() => ended.mock.calls).toEqual([['host']])
    await session.open('host', SIZE)
    expect(await session.run('one', 0, 0)).toBeUndefined()
    expect(gone).not.toHaveBeenCalled()
  })

  it('that was killed has gone, which is told once', async () => {
    const { session, machine, gone } = await start()
    await session.open('host', SIZE)
    await session.open('other', SIZE)
    process.kill(readState(machine.id)!.keeper!, 'SIGKILL')
    await expect.poll(() => gone.mock.calls.length, { timeout: 5000 }).toBe(1)
    expect(await session.run('one', 0, 0)).toContain('has gone')
    expect(gone).toHaveBeenCalledOnce()
  })

  it('that was killed unseen is found out by the next command', async () => {
    const { session, machine, gone } = await start()
    process.kill(readState(machine.id)!.keeper!, 'SIGKILL')
    await expect
      .poll(() =>
        machine.exec('true').then(
          () => 'lives',
          () => 'gone',
        ),
      )
      .toBe('gone')
    expect(await session.run('one', 0, 0)).toContain('has gone')
    await expect.poll(() => gone.mock.calls.length).toBe(1)
  })
})
