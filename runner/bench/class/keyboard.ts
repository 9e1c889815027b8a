import type { Chance } from './chance.ts'
import { Interrupted, type Page } from './page.ts'
import type { Screen } from './screen.ts'

/** How much longer or shorter than others the time between two keys may be. */
const JITTER = 0.6
/** Milliseconds after which a key counts as lost. */
const PATIENCE = 15_000
/** To the line's end, and delete it: a line that was begun before a loss. */
const CLEAR_LINE = '\x05\x15'

/** A keyboard, and how long each of its keys took to show on the screen. */
export class Keyboard {
  /** Milliseconds from each key to its echo. */
  readonly echoes: number[] = []
  readonly #page: Page
  readonly #chance: Chance
  readonly #keysPerSecond: number

  constructor(page: Page, chance: Chance, keysPerSecond: number) {
    this.#page = page
    this.#chance = chance
    this.#keysPerSecond = keysPerSecond
  }

  /**
   * Types a command key by key, and enters it. Waits for each key's echo, and for the prompt of each further line.
   * @throws Interrupted; an error where an echo does not come
   */
  async enter(screen: Screen, command: string): Promise<void> {
    this.#press(screen, CLEAR_LINE)
    await this.#page.pause(this.#gap())
    for (const key of command) {
      const began = performance.now()
      await (key === '\n' ? this.#nextLine(screen) : this.#key(screen, key))
      await this.#page.pause(Math.max(0, began + this.#gap() - performance.now()))
    }
    this.#press(screen, '\r')
  }

  async #key(screen: Screen, key: string): Promise<void> {
    const { end } = screen
    const began = performance.now()
    this.#press(screen, key)
    await this.#page.until(
      () => screen.since(end).includes(key),
      PATIENCE,
      () => `key '${key}' has no echo in terminal ${screen.name}:\n${screen.tail}\n`,
    )
    this.echoes.push(screen.lastAt - began)
  }

  async #nextLine(screen: Screen): Promise<void> {
    const { end } = screen
    this.#press(screen, '\r')
    await this.#page.until(
      () => screen.since(end).includes('\n'),
      PATIENCE,
      () => `Enter has no echo in terminal ${screen.name}:\n${screen.tail}\n`,
    )
  }

  #press(screen: Screen, keys: string): void {
    if (!screen.type(keys)) throw new Interrupted()
  }

  /** Milliseconds until the next key. */
  #gap(): number {
    return (1000 / this.#keysPerSecond) * this.#chance.between(1 - JITTER, 1 + JITTER)
  }
}
