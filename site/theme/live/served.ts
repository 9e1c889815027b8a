/** What tells a page that a Labwright server stands behind it, and where that server is heard. */
import { withBase } from 'vitepress'

/** Whether the page came from `labwright serve`, which marks its pages; any other host serves files and nothing else. */
export function isServed(): boolean {
  return document.querySelector<HTMLMetaElement>('meta[name=labwright]')?.content === 'live'
}

/** Where the server says what it has: `Hello`. */
export function helloAddress(): string {
  return withBase('/live/hello')
}

/** The WebSocket of one lab. */
export function socketAddress(lab: string): string {
  const address = new URL(withBase(`/live/lab/${lab}`), location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  return address.href
}
