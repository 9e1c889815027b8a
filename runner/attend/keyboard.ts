import { createInterface } from 'node:readline'
import { PassThrough } from 'node:stream'
import type { ReadStream, WriteStream } from 'node:tty'

import { MENU_KEY } from './menu.ts'

/** One key: an escape sequence, or a character. Source: ECMA-48, section 5.4. */
const KEY = /^(?:\x1b\[[0-?]*[ -/]*[@-~]|\x1bO.|\x1b.|.)/su
/** What a terminal answers when a program asks it for its cursor or its kind: nobody's key. */
const REPORT = /^\x1b\[[?>]?[\d;]*[Rcn]$/

/** The learner's keyboard, raw: every key comes as it is, Ctrl-C too. */
export class Keyboard implements Disposable {
  readonly #input: ReadStream
  readonly #listener: (keys: string) => void
  /** Where keys go while no dialog has them. */
  readonly #typed: (keys: string) => void
  #inDialog = false
  /** Keys that a dialog has not taken yet. */
  #waiting = ''
  #wake: () => void = () => {}

  constructor(input: ReadStream, typed: (keys: string) => void) {
    this.#input = input
    this.#typed = typed
    this.#listener = (keys) => this.#take(keys)
    input.setEncoding('utf8')
    input.setRawMode(true)
    input.on('data', this.#listener)
    input.resume()
  }

  /** Has the keys for a dialog; those that it leaves go where keys go. */
  async dialog<T>(run: () => Promise<T>): Promise<T> {
    this.#inDialog = true
    try {
      return await run()
    } finally {
      this.#inDialog = false
      const rest = this.#waiting
      this.#waiting = ''
      if (rest) this.#typed(rest)
    }
  }

  /** Gives a dialog keys that came in one piece with the one that opened it. */
  push(keys: string): void {
    this.#waiting += keys
  }

  /** The next key, in a dialog. */
  async key(): Promise<string> {
    for (;;) {
      const key = KEY.exec(this.#waiting)?.[0]
      this.#waiting = this.#waiting.slice(key?.length ?? 0)
      if (key && REPORT.test(key)) this.#typed(key)
      else if (key) return key
      else await this.#more()
    }
  }

  /** A line, in a dialog; undefined where the learner gave up (Ctrl-C, Ctrl-D, Ctrl-]). */
  async line(prompt: string, output: WriteStream): Promise<string | undefined> {
    const input = new PassThrough()
    const editor = createInterface({ input, output, terminal: true, historySize: 0 })
    let answer: string | undefined
    let ended = false
    editor.on('line', (line) => {
      answer = line
      editor.close()
    })
    editor.on('SIGINT', () => editor.close())
    editor.on('close', () => {
      ended = true
      this.#wake()
    })
    editor.setPrompt(prompt)
    editor.prompt()
    while (!ended) {
      // Up to a line's end: the rest is for whoever comes next.
      const [keys = ''] = /^[^\r\n]*[\r\n]?/.exec(this.#waiting) ?? []
      this.#waiting = this.#waiting.slice(keys.length)
      if (keys.includes(MENU_KEY)) editor.close()
      else if (keys) input.write(keys)
      // The line editor reads at its own pace.
      if (keys) await new Promise((resolve) => setImmediate(resolve))
      else await this.#more()
    }
    if (answer === undefined) output.write('\n')
    return answer
  }

  [Symbol.dispose](): void {
    this.#input.off('data', this.#listener)
    this.#input.setRawMode(false)
    this.#input.pause()
  }

  #take(keys: string): void {
    if (this.#inDialog) {
      this.#waiting += keys
      this.#wake()
    } else this.#typed(keys)
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}
