import { describe, expect, it } from 'vitest'
import { TestPage } from './test-page.ts'
import { testServer } from './test-server.ts'

/** Whether the server still does what a page asks for. */
const isServed = async (page: TestPage): Promise<void> => {
  const id = `check-${Math.random().toString(36).slice(2)}`
  page.say({ type: 'answer', id, step: 'one', question: 0, text: '' })
  await page.until(() => page.last('taken')?.id === id, 'an answer to another page')
}

describe('a connection', () => {
  it.each([
    ['malformed', 'no JSON'],
    ['malformed', '{"type":"input"'],
    ['malformed', JSON.stringify({ type: 'input', terminal: '../x', data: '' })],
    ['malformed', JSON.stringify({ type: 'start', more: 1 })],
    ['malformed', JSON.stringify({ type: 'run', id: 'short', step: 'one', block: 0, command: 0 })],
    ['malformed', JSON.stringify({ type: 'open', terminal: 'host', columns: -1, rows: 5, from: 0 })],
    ['too-large', `{"type":"input","terminal":"host","data":"${'x'.repeat(70_000)}"}`],
    ['unknown', '{"type":"halt"}'],
    ['malformed', 'null'],
    ['malformed', '[]'],
    ['unknown', '{"type":"__proto__"}'],
  ])('refuses as %s, and goes on (%#)', async (reason, message) => {
    const { port, cookie } = await testServer()
    await using page = await TestPage.open(port, cookie, 'one')
    page.socket.send(message)
    await page.until(() => page.last('refused') !== undefined)
    expect(page.last('refused')!.reason).toBe(reason)
    await isServed(page)
  })

  it('refuses what is no text', async () => {
    const { port, cookie } = await testServer()
    await using page = await TestPage.open(port, cookie, 'one')
    page.socket.send(Buffer.from('{"type":"start"}'))
    await page.until(() => page.last('refused')?.reason === 'malformed')
    expect(page.state!.machine.state).toBe('none')
  })

  it('ends with who gets messages wrong again and again', async () => {
    const { port, cookie } = await testServer()
    await using page = await TestPage.open(port, cookie, 'one')
    await using other = await TestPage.open(port, cookie, 'one')
    for (let n = 0; n < 20; n++) page.socket.send('{')
    await page.until(() => page.closed !== undefined)
    expect(page.closed!.code).toBe(1008)
    expect(page.all('refused')).toHaveLength(10)
    await isServed(other)
  })

  it('ends with a flood, and says why', async () => {
    const { port, cookie } = await testServer()
    await using page = await TestPage.open(port, cookie, 'one')
    await using other = await TestPage.open(port, cookie, 'one')
    for (let n = 0; n < 20_000; n++) page.say({ type: 'stay' })
    await isServed(other)
    await page.until(() => page.closed !== undefined)
    expect(page.last('refused')!.reason).toBe('too-many')
    expect(page.closed!.code).toBe(1008)
  })

  it('ends with a message of 100 MB before it has been read', async () => {
    const { port, cookie } = await testServer()
    await using page = await TestPage.open(port, cookie, 'one')
    await using other = await TestPage.open(port, cookie, 'one')
    const before = process.memoryUsage().arrayBuffers
    const huge = Buffer.alloc(100 * 2 ** 20, 'x')
    page.socket.send(huge)
    await isServed(other)
    await page.until(() => page.closed !== undefined)
    expect(page.closed!.code).toBe(1009)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(250 * 2 ** 20)
  })

  it('tells why a machine can not be had', async () => {
    const { port, cookie } = await testServer()
    await using page = await TestPage.open(port, cookie, 'one')
    page.say({ type: 'start' })
    await page.until(() => page.state!.machine.state === 'failed')
    expect(page.state!.machine.trouble).toEqual({
      message: 'this computer makes no machines',
      mend: 'take another',
    })
    page.say({ type: 'run', id: 'run-00001', step: 'one', block: 0, command: 0 })
    await page.until(() => page.last('taken')?.id === 'run-00001')
    expect(page.last('taken')!.trouble).toContain('start one first')
    page.say({ type: 'reset', id: 'reset-0001', replay: true })
    await page.until(() => page.last('taken')?.id === 'reset-0001')
    expect(page.last('taken')!.trouble).toBe('this computer makes no machines')
  })

  it('shows the whole lab where there is no machine', async () => {
    const { port, cookie } = await testServer()
    await using page = await TestPage.open(port, cookie, 'one')
    expect(page.state).toMatchObject({
      lab: 'one',
      at: 'one',
      machine: { state: 'none', kind: 'scratch', id: '', life: 0 },
      steps: [{ id: 'one', done: false, commands: [{ text: 'echo one', terminal: 'host', state: 'open' }] }],
    })
    page.say({ type: 'go', step: 'nothing' })
    await isServed(page)
    expect(page.state!.at).toBe('one')
  })
})
