import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Channel } from '../../runner/serve/channel.ts'
import type { Reply } from '../../runner/serve/messages.ts'
import type { Page } from '../../runner/serve/page.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})

afterEach(() => {
  vi.useRealTimers()
})

/** What a page was sent of a terminal that prints 20 times, 10 ms apart. */
const sent = (typing: boolean): string[] => {
  const messages: string[] = []
  const send = (reply: Reply): void => {
    if (reply.type === 'output' && reply.data) messages.push(reply.data)
  }
  using channel = new Channel('host', 1, () => {})
  channel.join({ send } as Page, 0)
  // The first comes at once, however that is.
  vi.advanceTimersByTime(60)
  for (let n = 0; n < 20; n++) {
    if (typing) channel.typed()
    channel.push(String.fromCharCode(65 + n))
    if (n === 0) expect(messages).toEqual(['A'])
    vi.advanceTimersByTime(10)
  }
  vi.advanceTimersByTime(60)
  return messages
}

it('what a terminal prints while nobody types is gathered; an echo is not', () => {
  const [watched, typed] = [sent(false), sent(true)]
  expect(watched.join('')).toBe('ABCDEFGHIJKLMNOPQRST')
  expect(typed.join('')).toBe('ABCDEFGHIJKLMNOPQRST')
  // 200 ms: at once, then each 50 ms.
  expect(watched).toHaveLength(5)
  expect(typed).toHaveLength(20)
})
