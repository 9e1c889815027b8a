import { rmSync } from 'node:fs'
import Database from 'libsql'
import { describe, expect, it } from 'vitest'
import type { LearnerView, TeacherView } from '../../../runner/class/view.ts'
import { TestPage } from '../test-page.ts'
import { ClassPage } from './class-page.ts'
import { joinClass } from './join.ts'
import { CODE, SECRET, secretIn, testClass } from './test-class.ts'

describe('joining a class', () => {
  it('takes a name and the code, and leads to the first lab that is open', async () => {
    const { join, get, classroom } = await testClass()
    const joined = await join('Ada')
    expect(joined).toMatchObject({ status: 303, location: '/one/' })
    expect(await (await get('/live/hello', joined.cookie)).json()).toMatchObject({
      class: { role: 'learner', name: 'Ada' },
    })
    classroom.record({ type: 'access', lab: 'one', open: false, until: null })
    expect((await join('Bob')).location).toBe('/two/')
  })

  it('speaks the language of the browser, or the one that was asked for', async () => {
    const { get, port } = await testClass()
    const french = await (await get('/join', '', { 'accept-language': 'de, fr;q=0.8, ru;q=0.5' })).text()
    expect(french).toContain('Rejoindre')
    expect(await (await get('/join?lang=zh')).text()).toContain('加入')
    const answer = await fetch(`http://127.0.0.1:${port}/join?lang=ru`, {
      method: 'POST',
      headers: { origin: `http://127.0.0.1:${port}` },
      body: new URLSearchParams({ code: CODE, name: 'Ольга' }),
      redirect: 'manual',
    })
    expect(answer.headers.get('location')).toBe('/ru/one/')
  })

  it('shows names and what was sent as text', async () => {
    const { port, get } = await testClass()
    const { text } = await joinClass(port, { code: '"><script>', name: '<script>alert(1)</script>"' })
    expect(text).not.toContain('<script>')
    expect(text).toContain('&lt;script&gt;')
    expect(await (await get('/join')).text()).toContain('A &lt;class&gt;')
    const page = await get('/join?code=%22%3E%3Cscript%3E')
    expect(await page.text()).not.toContain('<script>')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('brings the same learner back with their secret, in another browser too', async () => {
    const { join, get } = await testClass()
    const first = await join('Ada Lovelace')
    const key = await (await get('/live/class/key', first.cookie)).json()
    expect(key).toEqual({ name: 'Ada Lovelace', secret: secretIn(first) })
    const again = await join('ada  lovelace', key.secret.toLowerCase().replaceAll('-', ''))
    expect(again.status).toBe(303)
    expect(again.cookie.split('=')[1]!.split('.')[0]).toBe(first.cookie.split('=')[1]!.split('.')[0])
    expect(await join('Ada Lovelace')).toMatchObject({ status: 403, cookie: '' })
    expect(await join('Ada Lovelace', 'WRONG-WRONG-WRNG')).toMatchObject({ status: 403, cookie: '' })
  })

  it('lets somebody back in without their secret where the teacher says so, once, with a new one', async () => {
    const { join, port, teacher } = await testClass()
    const first = await join('Ada')
    await using desk = await ClassPage.open<TeacherView>(port, teacher)
    const learner = desk.view.learners[0]!.id
    expect(await desk.ask({ type: 'let-in', learner })).toBeUndefined()
    const again = await join('Ada')
    expect(again.status).toBe(303)
    expect(secretIn(again)).not.toBe(secretIn(first))
    expect((await join('Ada')).status).toBe(403)
    await expect(ClassPage.open(port, first.cookie)).rejects.toThrow('401')
    await using back = await ClassPage.open<LearnerView>(port, again.cookie)
    expect(back.view.name).toBe('Ada')
  })

  it.each([
    ['a wrong code', { code: 'ABC235', name: 'Ada' }],
    ['no code', { code: '', name: 'Ada' }],
    ['no name', { code: CODE, name: ' \u200b ' }],
    ['too long a name', { code: CODE, name: 'x'.repeat(61) }],
  ])('refuses %s', async (_, fields) => {
    const { port, classroom } = await testClass()
    expect(await joinClass(port, fields)).toMatchObject({ status: 403, cookie: '' })
    expect(classroom.members).toEqual([])
  })

  it('takes no more learners than it is meant for', async () => {
    const { join } = await testClass({ learners: 1 })
    expect((await join('Ada')).status).toBe(303)
    expect((await join('Bob')).text).toContain('full')
  })

  it('takes no newcomers where the teacher says so, and those who have been here all the same', async () => {
    const { join, port, teacher, classroom } = await testClass()
    const first = await join('Ada')
    await using desk = await ClassPage.open<TeacherView>(port, teacher)
    expect(desk.view.isDoorOpen).toBe(true)
    expect(await desk.ask({ type: 'door', open: false })).toBeUndefined()
    await desk.until(() => !desk.view.isDoorOpen, 'the closed door')
    expect(await join('Bob')).toMatchObject({
      status: 403,
      cookie: '',
      text: expect.stringContaining('no newcomers'),
    })
    expect((await join('Ada', secretIn(first))).status).toBe(303)
    expect(classroom.members).toHaveLength(1)
    expect(await desk.ask({ type: 'door', open: true })).toBeUndefined()
    expect((await join('Bob')).status).toBe(303)
  })

  it('slows guessing, of the code and of a learner’s secret', async () => {
    const { port, join } = await testClass()
    await join('Ada')
    const statuses: number[] = []
    for (let n = 0; n < 20; n++)
      statuses.push(
        n % 2 === 0
          ? (await joinClass(port, { code: `AAAA${n}`, name: 'Eve' })).status
          : (await join('Ada', 'AAAA-AAAA-AAAA')).status,
      )
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(5)
    expect((await join('Bob')).status).toBe(429)
  })

  it('takes nothing but a form', async () => {
    const { port } = await testClass()
    const origin = `http://127.0.0.1:${port}`
    const headers = { origin, 'content-type': 'multipart/form-data; boundary=x' }
    const answer = await fetch(`${origin}/join`, { method: 'POST', headers, body: 'junk' })
    expect(answer.status).toBe(415)
  })

  it('says so where nothing can be written, and lets nobody half in', async () => {
    const { join, file, classroom } = await testClass()
    const other = new Database(file)
    other.exec('BEGIN IMMEDIATE')
    expect((await join('Ada')).text).toContain('no room on its disk')
    expect(classroom.members).toEqual([])
    other.exec('ROLLBACK')
    other.close()
    expect((await join('Ada')).status).toBe(303)
  })

  it('tells the teacher when the file of the class has gone', async () => {
    const { join, file, port, teacher, get } = await testClass()
    rmSync(file)
    await join('Ada')
    await using desk = await ClassPage.open<TeacherView>(port, teacher)
    expect(desk.view.trouble).toContain('was removed')
    expect((await (await get('/live/class/archive.db', teacher)).arrayBuffer()).byteLength).toBeGreaterThan(
      4096,
    )
  })

  it('takes no form from another site, and nothing that is too large', async () => {
    const { port } = await testClass()
    const fields = { code: CODE, name: 'Ada' }
    expect((await joinClass(port, fields, { origin: 'http://evil.example' })).status).toBe(403)
    expect((await joinClass(port, { ...fields, name: 'x'.repeat(100_000) })).status).toBe(413)
  })
})

describe('who has not joined', () => {
  it.each(['/', '/one/', '/class', '/assets/app.AbCd1234.js'])('is led to the form from %s', async (path) => {
    const { get } = await testClass()
    const answer = await get(path)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/join'])
  })

  it.each(['/live/hello', '/live/class/results.csv', '/live/class/key', '/live/receipt/one'])(
    'learns nothing from %s',
    async (path) => {
      const { get } = await testClass()
      expect((await get(path)).status).toBe(401)
    },
  )
})

describe('a learner', () => {
  it.each(['results.csv', 'results.json', 'receipts.jws', 'archive.db'])('can’t take %s', async (name) => {
    const { get, join, teacher } = await testClass()
    const { cookie } = await join('Ada')
    expect((await get(`/live/class/${name}`, cookie)).status).toBe(403)
    expect((await get(`/live/class/${name}`, teacher)).status).toBe(200)
  })

  it('can’t do what the teacher does, nor be another learner', async () => {
    const { join, port, classroom } = await testClass()
    const ada = await join('Ada')
    const bob = await join('Bob')
    const [, bobs] = classroom.members
    const id = bobs!.learner.id
    await using page = await ClassPage.open<LearnerView>(port, ada.cookie)
    for (const request of [
      { type: 'message', id: 'request-a', to: null, text: 'from the teacher' },
      { type: 'end', id: 'request-b' },
      { type: 'remove', id: 'request-c', learner: id },
      { type: 'reset', id: 'request-d', learner: id, lab: 'one', replay: false },
      { type: 'hand', id: 'request-e', up: true, note: '', learner: id },
      { type: 'done', id: 'request-f', learner: id, lab: 'one', step: 'one' },
    ])
      page.socket.send(JSON.stringify(request))
    await page.until(() => page.replies.filter(({ type }) => type === 'refused').length === 6, 'refusals')
    expect(classroom.state.messages).toEqual([])
    expect(classroom.state.ended).toBeUndefined()
    await expect(TestPage.at(port, ada.cookie, `/live/class/shoulder/${id}/one`)).rejects.toThrow('404')
    // A cookie with one's own secret and another's id.
    const mixed = ada.cookie.replace(/=.*\./, `=${id}.`)
    await expect(TestPage.open(port, mixed, 'one')).rejects.toThrow('401')
    // One's own id, the other's secret.
    await expect(TestPage.open(port, `${ada.cookie.split('.')[0]}.${secretIn(bob)}`, 'one')).rejects.toThrow(
      '401',
    )
    await expect(TestPage.open(port, `labwright-teacher-${port}=${secretIn(ada)}`, 'one')).rejects.toThrow(
      '401',
    )
    expect(JSON.stringify(page.replies)).not.toContain(id)
    expect(JSON.stringify(page.replies)).not.toContain('Bob')
  })

  it('can’t open sockets without end', async () => {
    const { join, port } = await testClass()
    const { cookie } = await join('Ada')
    const pages: ClassPage<LearnerView>[] = []
    await expect(async () => {
      for (;;) pages.push(await ClassPage.open<LearnerView>(port, cookie))
    }).rejects.toThrow('503')
    expect(pages.length).toBe(24)
    await pages.pop()![Symbol.asyncDispose]()
    pages.push(await ClassPage.open<LearnerView>(port, cookie))
    for (const page of pages) await page[Symbol.asyncDispose]()
  })

  it('is out once the teacher has shown them out, and the name is free again', async () => {
    const { join, port, teacher } = await testClass()
    const { cookie } = await join('Ada')
    const page = await ClassPage.open<LearnerView>(port, cookie)
    await using desk = await ClassPage.open<TeacherView>(port, teacher)
    await desk.ask({ type: 'remove', learner: desk.view.learners[0]!.id })
    await page.until(() => page.closed, 'the end')
    await expect(ClassPage.open(port, cookie)).rejects.toThrow('401')
    await desk.until(() => desk.view.learners.length === 0, 'nobody')
    expect((await join('Ada')).status).toBe(303)
  })
})

describe('the teacher', () => {
  it('comes in by their address once, and by nothing else', async () => {
    const { get, port } = await testClass()
    const answer = await get(`/?token=${SECRET}`)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/class'])
    expect(answer.headers.get('set-cookie')).toMatch(
      new RegExp(`^labwright-teacher-${port}=${SECRET}; Path=/; HttpOnly; SameSite=Strict`),
    )
    const wrong = await get(`/?token=${CODE}`)
    expect([wrong.status, wrong.headers.get('set-cookie')]).toEqual([303, null])
    for (let n = 0; n < 20; n++) await get('/?token=guess')
    expect((await get('/?token=guess')).status).toBe(429)
    expect((await get(`/?token=${SECRET}`)).headers.get('location')).toBe('/class')
  })

  it('sees who is there, who has raised a hand, and what they say to whom', async () => {
    const { join, port, teacher } = await testClass()
    const [ada, bob] = [await join('Ada'), await join('Bob')]
    await using desk = await ClassPage.open<TeacherView>(port, teacher)
    expect(desk.view.join).toMatchObject({
      code: CODE,
      address: `http://127.0.0.1:${port}/join?code=${CODE}`,
    })
    expect(desk.view.join!.qr).toMatch(/^<svg/)
    const [adas, bobs] = desk.view.learners
    expect([adas!.name, adas!.pages, bobs!.name]).toEqual(['Ada', 0, 'Bob'])
    await using adaPage = await ClassPage.open<LearnerView>(port, ada.cookie)
    await using bobPage = await ClassPage.open<LearnerView>(port, bob.cookie)
    await adaPage.ask({ type: 'hand', up: true, note: 'which <port>?' })
    await desk.until(() => desk.view.learners[0]!.hand?.note === 'which <port>?', 'the hand')
    expect(desk.view.learners[0]!.pages).toBe(1)
    await desk.ask({ type: 'message', to: adas!.id, text: 'the one of nginx' })
    await desk.ask({ type: 'message', to: null, text: 'five minutes left' })
    await adaPage.until(() => adaPage.view.messages.length === 2, 'both messages')
    await bobPage.until(() => bobPage.view.messages.length === 1, 'one message')
    expect(bobPage.view.messages[0]!.text).toBe('five minutes left')
    await desk.ask({ type: 'lower', learner: adas!.id })
    await adaPage.until(() => adaPage.view.hand === undefined, 'the hand to go down')
    expect(await desk.ask({ type: 'message', to: 'nobody', text: 'x' })).toContain('no such learner')
  })

  it('opens and closes labs and steps, and says where the class is to be', async () => {
    const { join, port, teacher } = await testClass()
    const { cookie } = await join('Ada')
    await using desk = await ClassPage.open<TeacherView>(port, teacher)
    await using page = await TestPage.open(port, cookie, 'one')
    await desk.ask({ type: 'access', lab: 'one', open: false, until: null })
    page.say({ type: 'start' })
    await page.until(() => page.last('refused')?.reason === 'closed', 'a refusal')
    page.say({ type: 'run', id: 'run-00001', step: 'one', block: 0, command: 0 })
    await page.until(() => page.last('taken')?.trouble !== undefined, 'a refusal')
    await desk.ask({ type: 'access', lab: 'one', open: true, until: 'one' })
    page.say({ type: 'go', step: 'two' })
    page.say({ type: 'answer', id: 'answer-01', step: 'one', question: 0, text: '' })
    await page.until(() => page.last('taken')?.id === 'answer-01', 'an answer')
    expect(page.state!.at).toBe('one')
    await desk.ask({ type: 'pace', lab: 'one', step: 'two' })
    await desk.until(() => desk.view.labs[0]!.pace === 'two', 'the pace')
    expect(desk.view.labs[0]).toMatchObject({ open: true, until: 'two' })
    expect(await desk.ask({ type: 'access', lab: 'one', open: true, until: 'nine' })).toContain(
      'no such step',
    )
    expect(await desk.ask({ type: 'pace', lab: 'nine', step: null })).toContain('no such lab')
  })

  it('ends the class: nobody joins or works any more, and results stay', async () => {
    const { join, port, teacher, get } = await testClass()
    const { cookie } = await join('Ada')
    await using desk = await ClassPage.open<TeacherView>(port, teacher)
    await desk.ask({ type: 'end' })
    await desk.until(() => desk.view.readOnly, 'the end')
    expect(desk.view.join).toBeUndefined()
    expect((await join('Bob')).text).toContain('ended')
    await using page = await TestPage.open(port, cookie, 'one')
    page.say({ type: 'start' })
    await page.until(() => page.last('refused')?.message.includes('ended') ?? false, 'a refusal')
    expect(await (await get('/live/class/results.csv', teacher)).text()).toContain('Ada')
  })

  it('is told in this browser that a learner needs another one', async () => {
    const { get, teacher } = await testClass()
    expect(await (await get('/join', teacher)).text()).toContain('private window')
  })
})
