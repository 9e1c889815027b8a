import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ask } from '../../runner/setup/ask.js'
import { onTerminal } from './on-terminal.ts'

const SCRIPT = `
  import { ask } from ${JSON.stringify(join(import.meta.dirname, '../../runner/setup/ask.js'))}
  console.log('answer: ' + (await ask('Go ahead?', new AbortController().signal)))
`

describe('ask', () => {
  it.each([
    ['Enter', '\r', 'true'],
    ['y', 'y\r', 'true'],
    ['Yes', 'Yes\r', 'true'],
    ['n', 'n\r', 'false'],
    ['anything else', 'wait\r', 'false'],
    ['the end of input', '\x04', 'false'],
  ])('takes %s for an answer', async (_, type, answer) => {
    expect(await onTerminal(SCRIPT, { prompt: '[Y/n] ', type })).toContain(`answer: ${answer}`)
  })

  it('does not ask where CI is set', async () => {
    const printed = await onTerminal(SCRIPT, { env: { CI: 'true' } })
    expect(printed).toContain('answer: true')
    expect(printed).not.toContain('Go ahead?')
  })

  it.skipIf(process.stdin.isTTY)('does not ask where there is no terminal', async () => {
    expect(await ask('Go ahead?', new AbortController().signal)).toBe(true)
  })
})
