import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { TeacherView } from '../../../runner/class/view.ts'
import { livingMachines } from '../../../runner/machine/scratch/clean.ts'
import { labwright } from '../../cli/labwright.ts'
import { remains } from '../../machine/scratch/remains.ts'
import { labsFolder } from '../live-server.ts'
import type { TestPage } from '../test-page.ts'
import type { ClassPage } from './class-page.ts'
import { LiveClass } from './live-class.ts'

const LABS = ['--labs', 'alpha,omega']

const typed = (page: TestPage, data: string, terminal = 'host'): void =>
  page.say({ type: 'input', terminal, data })

const isReady = (page: TestPage): Promise<void> =>
  page.until(() => page.state!.machine.state === 'ready', 'a machine that is ready')

const stepOf = (page: TestPage, id: string) => page.state!.steps.find((step) => step.id === id)!

const rowOf = (desk: ClassPage<TeacherView>, name: string) =>
  desk.view.learners.find((learner) => learner.name === name)!

/** How many processes a process has started that still run. Source: proc(5), `/proc/PID/task/TID/children`. */
const childrenOf = (pid: number): number =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').length

/** Does step one of lab alpha by typing. */
const doStepOne = async (page: TestPage): Promise<void> => {
  await isReady(page)
  await page.openTerminal()
  typed(page, 'cat /tmp/ready && echo "line $((1 + 1))"\r')
  await page.until(() => stepOf(page, 'one').commands[0]!.state === 'matched', 'a match')
  await page.openTerminal('other')
  typed(page, 'echo there\r', 'other')
  await page.until(() => stepOf(page, 'one').done, 'step one')
}

describe('a class with machines', () => {
  it('gives each learner a machine as they join, and shows the teacher what they do', async () => {
    const live = await LiveClass.start(labsFolder(), LABS)
    await using desk = await live.desk()
    const [ada, bob] = [await live.join('Ada'), await live.join('Bob')]
    await using adaPage = await live.open(ada, 'alpha')
    await using bobPage = await live.open(bob, 'alpha')
    await Promise.all([isReady(adaPage), isReady(bobPage)])
    expect(adaPage.state!.machine.id).not.toBe(bobPage.state!.machine.id)

    await doStepOne(adaPage)
    await desk.until(() => 'one' in (rowOf(desk, 'Ada').labs.alpha?.done ?? {}), 'what Ada has done')
    expect(rowOf(desk, 'Ada')).toMatchObject({ lab: 'alpha', pages: 1, machine: { state: 'ready' } })
    expect(rowOf(desk, 'Bob').labs.alpha!.done).toEqual({})

    await bobPage.openTerminal()
    typed(bobPage, 'rm /tmp/ready\r')
    for (let n = 0; n < 3; n++) {
      typed(bobPage, 'cat /tmp/ready && echo "line $((1 + 1))"\r')
      await desk.until(() => rowOf(desk, 'Bob').labs.alpha!.failed === n + 1, 'what fell short')
    }
    expect(rowOf(desk, 'Bob').labs.alpha!.lastFailure!.reason).toContain('No such file')
    expect(desk.view.failures[0]).toMatchObject({ lab: 'alpha', step: 'one', count: 3, learners: 1 })

    const { id } = rowOf(desk, 'Bob')
    await desk.ask({ type: 'reset', learner: id, lab: 'alpha', replay: false })
    await bobPage.until(() => bobPage.state!.machine.life === 2, 'a new machine')
    await desk.ask({ type: 'stop', learner: id, lab: 'alpha' })
    await desk.until(() => rowOf(desk, 'Bob').machine.state === 'stopped', 'no machine')
  })

  it('has the teacher look over a shoulder, and type where the learner allows it', async () => {
    const live = await LiveClass.start(labsFolder(), LABS)
    const ada = await live.join('Ada')
    await using page = await live.open(ada, 'omega')
    page.say({ type: 'start' })
    await isReady(page)
    await page.openTerminal()
    await using desk = await live.desk()
    await using seat = await live.seat(ada)
    const { id } = rowOf(desk, 'Ada')
    await using shoulder = await live.shoulder(id, 'omega')
    await seat.until(() => seat.view.watched, 'to be told')
    shoulder.say({ type: 'open', terminal: 'host', columns: 10, rows: 5, from: 0 })
    await shoulder.until(() => shoulder.last('size') !== undefined, 'the size')
    expect(shoulder.last('size')).toMatchObject({ columns: 80, rows: 24 })
    typed(page, 'echo seen-$((40 + 2))\r')
    await shoulder.until(() => shoulder.text().includes('seen-42'), 'what the learner sees')

    typed(shoulder, 'echo typed-$((40 + 3))\r')
    await shoulder.until(() => shoulder.last('refused')?.reason === 'closed', 'a refusal')
    for (const request of [
      { type: 'close', terminal: 'host' },
      { type: 'resize', terminal: 'host', columns: 10, rows: 5 },
      { type: 'stop' },
      { type: 'open', terminal: 'new', columns: 10, rows: 5, from: 0 },
    ] as const)
      shoulder.say(request)
    await seat.ask({ type: 'lets-type', on: true })
    typed(shoulder, 'echo typed-$((40 + 4)) $COLUMNS\r')
    await page.until(() => page.text().includes('typed-44 80'), 'what the teacher typed')
    expect(page.text()).not.toContain('typed-43')
    expect(page.state!.terminals).toEqual(['host'])
    await desk.until(() => rowOf(desk, 'Ada').labs.omega!.helped === 1, 'the help to be told')
    await seat.ask({ type: 'lets-type', on: false })
    typed(shoulder, 'echo typed-$((40 + 5))\r')
    await shoulder.until(() => shoulder.all('refused').length > 1, 'a refusal')
    await shoulder[Symbol.asyncDispose]()
    await seat.until(() => !seat.view.watched, 'to be told')
  })

  it('counts a step that was done while it was closed once it is opened', async () => {
    const live = await LiveClass.start(labsFolder(), LABS)
    await using desk = await live.desk()
    await desk.ask({ type: 'access', lab: 'alpha', open: true, until: 'one' })
    const ada = await live.join('Ada')
    await using page = await live.open(ada, 'omega')
    await page.start()
    await using other = await live.open(ada, 'alpha')
    await other.start()
    // One machine each: that of the other lab has gone.
    await page.until(() => page.state!.machine.state === 'stopped', 'the other machine to stop')
    await doStepOne(other)
    typed(other, 'touch /tmp/two\r')
    other.say({ type: 'run', id: 'run-00001', step: 'two', block: 0, command: 0 })
    await other.until(() => other.last('taken')?.trouble !== undefined, 'a refusal')
    other.say({ type: 'answer', id: 'answer-01', step: 'two', question: 0, text: '2' })
    await other.until(() => other.last('taken')?.id === 'answer-01', 'a refusal')
    expect(other.last('taken')!.trouble).toContain('not open')
    expect(other.state!.at).toBe('one')
    await desk.ask({ type: 'pace', lab: 'alpha', step: 'two' })
    other.say({ type: 'go', step: 'two' })
    await other.until(() => stepOf(other, 'two').checks[0]!.held, 'the check')
    other.say({ type: 'answer', id: 'answer-02', step: 'two', question: 0, text: '2' })
    await other.until(() => stepOf(other, 'two').done, 'step two')
  })

  it('loses nothing that was told when its server is killed, and goes on where everybody was', async () => {
    const cwd = labsFolder()
    const live = await LiveClass.start(cwd, LABS)
    const names = ['Ada', 'Bob', 'Cem']
    const learners = await Promise.all(names.map((name) => live.join(name)))
    const pages = await Promise.all(learners.map((learner) => live.open(learner, 'alpha')))
    await Promise.all(pages.slice(0, 2).map((page) => doStepOne(page)))
    pages[0]!.say({ type: 'go', step: 'two' })
    await using desk = await live.desk()
    await desk.ask({ type: 'message', to: null, text: 'before the end' })
    await desk.until(() => rowOf(desk, 'Ada').labs.alpha!.at === 'two', 'Ada at step two')
    const machines = pages.map((page) => page.state!.machine.id)
    await live.end('SIGKILL')

    const again = await LiveClass.resume(cwd)
    expect([again.port, again.code, again.cookie]).toEqual([live.port, live.code, live.cookie])
    await using deskAgain = await again.desk()
    expect(names.map((name) => Object.keys(rowOf(deskAgain, name).labs.alpha?.done ?? {}))).toEqual([
      ['one'],
      ['one'],
      [],
    ])
    expect(deskAgain.view.messages.map(({ text }) => text)).toEqual(['before the end'])
    // The same cookie, the same steps, a new machine on which the steps before were played again.
    const pagesAgain = await Promise.all(learners.map((learner) => again.open(learner, 'alpha')))
    await Promise.all(pagesAgain.map((page) => isReady(page)))
    expect(pagesAgain.map((page) => page.state!.at)).toEqual(['two', 'two', 'one'])
    expect(machines).not.toContain(pagesAgain[0]!.state!.machine.id)
    const [page] = pagesAgain
    typed(page!, '')
    await page!.openTerminal()
    typed(page!, 'touch /tmp/two\r')
    await page!.until(() => stepOf(page!, 'two').checks[0]!.held, 'the check')
    page!.say({ type: 'answer', id: 'answer-01', step: 'two', question: 0, text: '2' })
    await page!.until(() => stepOf(page!, 'two').done, 'step two')
    await again.end('SIGTERM')
    const left = [...machines, ...pagesAgain.map((each) => each.state!.machine.id)]
    for (let tries = 0; remains(left).length > 0 && tries < 300; tries++) await sleep(100)
    expect(remains(left)).toEqual([])

    const env = { XDG_DATA_HOME: `${cwd}/data` }
    const { stdout } = await labwright(['class', 'results'], { cwd, env })
    expect(stdout.split('\r\n').map((row) => row.split(',').slice(0, 4).join())).toEqual([
      'learner,lab,done,steps done',
      'Ada,alpha,yes,2',
      'Bob,alpha,no,1',
      'Cem,alpha,no,0',
      '',
    ])
    const receipts = await labwright(['class', 'receipts', '--to', 'receipts'], { cwd, env })
    expect(receipts.stdout).toContain('2 receipts')
    const key = await labwright(['key', 'show'], { cwd, env })
    writeFileSync(join(cwd, 'key.jwk'), key.stdout)
    const files = ['receipts/Ada/alpha.jws', 'receipts/Bob/alpha.jws']
    const verified = await labwright(['receipt', 'verify', '--key', 'key.jwk', '--named', ...files], {
      cwd,
      env,
    })
    expect(verified).toMatchObject({ exit: 0, stdout: expect.stringContaining('Ada') })
  })

  it('goes on after Ctrl-C as after a crash: with a new machine on which the steps before were played', async () => {
    const cwd = labsFolder()
    const live = await LiveClass.start(cwd, LABS)
    const ada = await live.join('Ada')
    await using page = await live.open(ada, 'alpha')
    await doStepOne(page)
    await live.end('SIGINT')
    const again = await LiveClass.resume(cwd)
    await using pageAgain = await again.open(ada, 'alpha')
    await isReady(pageAgain)
    expect(pageAgain.state!.at).toBe('two')
    expect(stepOf(pageAgain, 'one').done).toBe(true)
  })

  it('has a stop win over what was asked for before it, and nothing start once the class has ended', async () => {
    const live = await LiveClass.start(labsFolder(), LABS)
    const ada = await live.join('Ada')
    await using page = await live.open(ada, 'alpha')
    await isReady(page)
    await using desk = await live.desk()
    for (let n = 0; n < 200; n++) page.say({ type: 'reset', id: `reset-${n}-of-200`, replay: n % 2 === 0 })
    await desk.ask({ type: 'end' })
    await page.until(() => page.state!.machine.state === 'stopped', 'the end of the machine')
    await sleep(2000)
    expect(page.state!.machine).toMatchObject({ state: 'stopped', id: '' })
  })

  it('lets no two labs of a learner wait for each other', async () => {
    const live = await LiveClass.start(labsFolder(), LABS)
    const ada = await live.join('Ada')
    await using page = await live.open(ada, 'alpha')
    await using other = await live.open(ada, 'omega')
    for (let n = 0; n < 5; n++) {
      page.say({ type: 'start' })
      other.say({ type: 'start' })
      page.say({ type: 'reset', id: `reset-${n}-000`, replay: false })
      other.say({ type: 'reset', id: `reset-${n}-001`, replay: false })
    }
    await sleep(1000)
    await page.start()
    expect(other.state!.machine.state).not.toBe('ready')
    await live.end('SIGINT')
    expect(live.process.exitCode ?? live.process.signalCode).toBe('SIGINT')
  })

  it('is not held up by a learner who leafs and answers without end', async () => {
    const live = await LiveClass.start(labsFolder(), LABS)
    const ada = await live.join('Ada')
    await using page = await live.open(ada, 'alpha')
    await isReady(page)
    for (let n = 0; n < 400; n++) {
      page.say({ type: 'go', step: n % 2 === 0 ? 'two' : 'one' })
      page.say({ type: 'answer', id: `answer-${n}-00`, step: 'two', question: 0, text: `${n}` })
    }
    let most = 0
    for (let looks = 0; looks < 20; looks++) {
      most = Math.max(most, childrenOf(live.process.pid!))
      await sleep(50)
    }
    expect(most).toBeLessThan(20)
    await page.until(() => page.all('taken').some(({ id }) => id === 'answer-399-00'), 'the last answer')
  })

  it('lets no second server have the class', async () => {
    const cwd = labsFolder()
    await LiveClass.start(cwd, LABS)
    const second = await labwright(['class', 'resume'], { cwd, env: { XDG_DATA_HOME: `${cwd}/data` } })
    expect(second).toMatchObject({ exit: 2, stderr: expect.stringContaining('another server has class') })
  })
})

describe('a learner against others', () => {
  it('takes no more than a slower moment from them: processes, disk, memory, output', async () => {
    const live = await LiveClass.start(labsFolder(), [...LABS, '--memory', '512M', '--processes', '300'])
    const [eve, ada] = [await live.join('Eve'), await live.join('Ada')]
    await using evil = await live.open(eve, 'alpha')
    await using good = await live.open(ada, 'alpha')
    await Promise.all([isReady(evil), isReady(good)])
    await Promise.all([evil.openTerminal(), good.openTerminal()])
    let count = 0
    const echoes = async (): Promise<void> => {
      const mark = `still-${++count}`
      typed(good, `echo ${mark.replace('-', '"-"')}\r`)
      await good.until(() => good.text().includes(mark), `an echo beside an attack (${mark})`, 10)
    }
    for (const attack of [
      ':(){ :|:& };:',
      'dd if=/dev/zero of=/big bs=1M',
      'tail /dev/zero',
      'yes',
      'while :; do :; done & while :; do :; done & while :; do :; done',
    ]) {
      typed(evil, `${attack}\r`)
      for (let n = 0; n < 5; n++) {
        await echoes()
        await sleep(200)
      }
      evil.say({ type: 'reset', id: `reset-${++count}-00`, replay: false })
      await evil.until(() => evil.last('taken')?.id === `reset-${count}-00`, 'a reset', 60)
      await isReady(evil)
      evil.printed.clear()
      await evil.openTerminal()
    }
    const ids = [evil, good].map((page) => page.state!.machine.id)
    expect(livingMachines().map(({ id }) => id)).toEqual(expect.arrayContaining(ids))
  })
})
