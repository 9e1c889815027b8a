import type { Reply } from './messages.ts'
import type { Page } from './page.ts'
import { Scrollback } from './scrollback.ts'

/** Characters that are kept of what a terminal printed, and that a page may be behind before the terminal waits for it. */
const WINDOW = 256 * 1024
/** Milliseconds in which output is gathered while much comes: fewer messages, and an echo is still at once. */
const GATHERING = { typing: 8, watching: 50 }
/** Milliseconds after a key in which somebody is taken to be typing. */
const TYPING = 1000
/** Characters that are not gathered any longer. */
const ENOUGH = 32 * 1024
/** Milliseconds that a page may keep others waiting that watch the same terminal. */
const PATIENCE = 10_000

type Output = Extract<Reply, { type: 'output' }>

/** How far a page is: offsets of what it was sent, and of what it says to have shown. */
interface Reader {
  sent: number
  seen: number
  /** It only looks on: the terminal does not wait for it, and it misses what it is too slow for. */
  looksOn: boolean
}

/** What one terminal prints, on its way to the pages that watch it. */
export class Channel implements Disposable {
  readonly #terminal: string
  readonly #life: number
  readonly #pause: (on: boolean) => void
  readonly #scrollback = new Scrollback(WINDOW)
  readonly #readers = new Map<Page, Reader>()
  #flushed = Number.NEGATIVE_INFINITY
  #typed = Number.NEGATIVE_INFINITY
  #flushing: ReturnType<typeof setTimeout> | undefined
  #paused = false
  #patience: ReturnType<typeof setTimeout> | undefined

  /** @param pause makes the terminal wait, or go on */
  constructor(terminal: string, life: number, pause: (on: boolean) => void) {
    this.#terminal = terminal
    this.#life = life
    this.#pause = pause
  }

  /** Somebody types in it, and waits for the echo. Who only watches sees no difference between 20 pictures a second and more. */
  typed(): void {
    this.#typed = performance.now()
  }

  push(data: string): void {
    this.#scrollback.push(data)
    this.#balance()
    const gathered = Math.max(0, ...this.#each(({ sent }) => this.#scrollback.end - sent))
    const now = performance.now()
    const gathering = now - this.#typed < TYPING ? GATHERING.typing : GATHERING.watching
    const wait = this.#flushed + gathering - now
    if (wait <= 0 || gathered >= ENOUGH) this.#flush()
    else this.#flushing ??= setTimeout(() => this.#flush(), wait)
  }

  /** Sends what a page does not have yet, if only that there is nothing, and all that comes from now on. */
  join(page: Page, offset: number, looksOn = false): void {
    this.#flush()
    const { from, data } = this.#scrollback.since(offset)
    this.#readers.set(page, { sent: this.#scrollback.end, seen: from, looksOn })
    page.send({ ...this.#output(from, data), replayed: true })
    this.#balance()
  }

  /** Returns how many characters more it has shown than it had said before. */
  seen(page: Page, offset: number): number {
    const reader = this.#readers.get(page)
    if (!reader) return 0
    const advance = Math.max(0, Math.min(offset, reader.sent) - reader.seen)
    reader.seen += advance
    if (reader.looksOn && reader.sent < this.#scrollback.end) this.push('')
    this.#balance()
    return advance
  }

  leave(page: Page): void {
    this.#readers.delete(page)
    this.#balance()
  }

  /** The shell has ended. */
  end(): void {
    this.#flush()
    for (const page of this.#readers.keys()) {
      page.send({ type: 'ended', terminal: this.#terminal, life: this.#life })
    }
  }

  #flush(): void {
    clearTimeout(this.#flushing)
    this.#flushing = undefined
    this.#flushed = performance.now()
    for (const [page, reader] of this.#readers) {
      if (reader.looksOn && reader.sent - reader.seen > WINDOW) continue
      const { from, data } = this.#scrollback.since(reader.sent)
      reader.sent = this.#scrollback.end
      if (data) page.send(this.#output(from, data))
    }
  }

  #output(from: number, data: string): Output {
    return { type: 'output', terminal: this.#terminal, life: this.#life, from, data }
  }

  /** Waits for the page that is furthest behind. Where others wait too, it must not take long. */
  #balance(): void {
    const behind = Math.max(
      0,
      ...this.#each(({ seen, looksOn }) => (looksOn ? 0 : this.#scrollback.end - seen)),
    )
    if (!this.#paused && behind > WINDOW) {
      this.#paused = true
      this.#pause(true)
      this.#patience = setTimeout(() => this.#dropLate(), PATIENCE)
    } else if (this.#paused && behind < WINDOW / 2) {
      this.#paused = false
      clearTimeout(this.#patience)
      this.#pause(false)
    }
  }

  #dropLate(): void {
    const waitedFor = [...this.#readers].filter(([, { looksOn }]) => !looksOn)
    const late = waitedFor.filter(([, { seen }]) => this.#scrollback.end - seen >= WINDOW / 2)
    if (late.length === waitedFor.length) return
    for (const [page] of late) page.drop(`it does not read what terminal ${this.#terminal} prints`)
  }

  #each(measure: (reader: Reader) => number): number[] {
    return [...this.#readers.values()].map(measure)
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#flushing)
    clearTimeout(this.#patience)
  }
}
