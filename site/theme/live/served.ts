/** What tells a page that a Labwright server stands behind it, and where that server is heard. */
import { withBase } from 'vitepress'
import type { Hello } from '../../../runner/serve/messages.ts'

/** Whether the page came from `labwright serve`, which marks its pages; any other host serves files and nothing else. */
export function isServed(): boolean {
  return document.querySelector<HTMLMetaElement>('meta[name=labwright]')?.content === 'live'
}

let hello: Promise<Hello | undefined> | undefined

/** What the server says of itself, asked once a page; undefined where it does not answer. */
export function askHello(): Promise<Hello | undefined> {
  hello ??= fetch(withBase('/live/hello'))
    .then((answer) => (answer.ok ? (answer.json() as Promise<Hello>) : undefined))
    .catch(() => undefined)
  return hello
}

/**
 * A WebSocket of the server.
 * @param path what stands after `/live/`: `lab/NAME` for one
 */
export function socketAddress(path: string): string {
  const address = new URL(withBase(`/live/${path}`), location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  return address.href
}
