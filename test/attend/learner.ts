import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { spawnPty } from '../../runner/terminal/node-pty.ts'
import { plain } from '../../runner/terminal/plain.ts'
import type { Pty } from '../../runner/terminal/pty.ts'

const LABWRIGHT = resolve(import.meta.dirname, '../../runner/cli/labwright.js')

export interface LearnerOptions {
  /** Arguments behind `labwright run LAB`. */
  args?: readonly string[]
  columns?: number
  rows?: number
}

/** A person at a real terminal in front of `labwright run`: types keys, and reads what is there. */
export class Learner implements AsyncDisposable {
  readonly #folder: string
  readonly #pty: Pty
  readonly #ended: Promise<void>
  #raw = ''
  /** Where in the text the learner has read to. */
  #read = 0
  #wake: () => void = () => {}
  #over = false

  constructor(lesson: string, { args = [], columns = 100, rows = 40 }: LearnerOptions = {}) {
    this.#folder = mkdtempSync(join(tmpdir(), 'labwright-learner-'))
    const file = join(this.#folder, 'lesson.md')
    writeFileSync(file, lesson)
    const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env
    // A shell around it tells the exit status, and leaves the terminal open when it is over.
    const line = `"$@"; echo "[status $?]"; stty -a | grep -o -- '-\\?icanon'; read -r _`
    this.#pty = spawnPty('bash', ['-c', line, 'bash', process.execPath, LABWRIGHT, 'run', file, ...args], {
      columns,
      rows,
      env: { ...env, TERM: 'xterm-256color' },
      cwd: this.#folder,
    })
    this.#pty.onData((data) => {
      this.#raw += data
      this.#wake()
    })
    this.#ended = new Promise((done) =>
      this.#pty.onExit(() => {
        this.#over = true
        this.#wake()
        done()
      }),
    )
  }

  /** Everything that was printed, in its order, as plain text. A line that is erased to be written anew stays. */
  get text(): string {
    return plain(this.#raw.replaceAll('\r\x1b[J', '\n'))
  }

  /** Waits until a text stands behind what was read before; returns all up to its end. */
  async sees(text: string | RegExp, seconds = 60): Promise<string> {
    const end = performance.now() + seconds * 1000
    for (;;) {
      const unread = this.text.slice(this.#read)
      const found = typeof text === 'string' ? unread.indexOf(text) : unread.search(text)
      if (found !== -1) {
        const length = typeof text === 'string' ? text.length : (text.exec(unread)?.[0].length ?? 0)
        this.#read += found + length
        return unread.slice(0, found + length)
      }
      const left = end - performance.now()
      if (left <= 0 || this.#over) throw new Error(`'${text}' did not come; this did:\n${unread}`)
      await new Promise<void>((wake) => {
        const timer = setTimeout(wake, left)
        this.#wake = () => {
          clearTimeout(timer)
          wake()
        }
      })
    }
  }

  /** Sends keys as they are. */
  press(keys: string): void {
    this.#pty.write(keys)
  }

  /** Types a line and Enter. */
  enter(line: string): void {
    this.press(`${line}\r`)
  }

  /** Opens the menu and takes something from it. */
  async menu(key: string): Promise<void> {
    this.press('\x1d')
    await this.sees('quit')
    this.press(key)
  }

  resize(columns: number, rows: number): void {
    this.#pty.resize(columns, rows)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#pty.kill()
    await this.#ended
    rmSync(this.#folder, { recursive: true })
  }
}
