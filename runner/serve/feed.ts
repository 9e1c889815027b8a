import { Channel } from './channel.ts'
import type { Page } from './page.ts'

/** What the terminals of one lab print, on its way to its pages. */
export class Feed implements Disposable {
  readonly #pause: (terminal: string, on: boolean) => void
  readonly #channels = new Map<string, Channel>()
  #life = 0

  constructor(pause: (terminal: string, on: boolean) => void) {
    this.#pause = pause
  }

  /** Forgets everything: the terminals of another life are others. */
  begin(life: number): void {
    this[Symbol.dispose]()
    this.#channels.clear()
    this.#life = life
  }

  output(terminal: string, data: string): void {
    this.#channel(terminal).push(data)
  }

  /** A shell has ended; one that is opened under its name is another, and is counted anew. */
  ended(terminal: string): void {
    const channel = this.#channels.get(terminal)
    channel?.end()
    channel?.[Symbol.dispose]()
    this.#channels.delete(terminal)
  }

  typed(terminal: string): void {
    this.#channels.get(terminal)?.typed()
  }

  /** @param looksOn the terminal does not wait for it */
  join(page: Page, terminal: string, from: number, looksOn = false): void {
    this.#channel(terminal).join(page, from, looksOn)
  }

  seen(page: Page, terminal: string, offset: number): number {
    return this.#channels.get(terminal)?.seen(page, offset) ?? 0
  }

  leave(page: Page): void {
    for (const channel of this.#channels.values()) channel.leave(page)
  }

  #channel(terminal: string): Channel {
    let channel = this.#channels.get(terminal)
    if (!channel) {
      channel = new Channel(terminal, this.#life, (on) => this.#pause(terminal, on))
      this.#channels.set(terminal, channel)
    }
    return channel
  }

  [Symbol.dispose](): void {
    for (const channel of this.#channels.values()) channel[Symbol.dispose]()
  }
}
