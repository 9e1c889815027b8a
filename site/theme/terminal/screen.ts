/** One terminal on the page: xterm.js, fed by the lab's stream of that name. */
import type { ITerminalOptions } from '@xterm/xterm'
import type { TerminalStreams } from '../live/terminal-streams.ts'
import { copyText } from './copy-text.ts'
import { HeldOutput, type Place } from './held-output.ts'
import { type KeyMeaning, meaningOf } from './keys.ts'
import type { Xterm } from './xterm-loader.ts'

/** Characters between two reports of what has been shown. */
const REPORT = 32 * 1024
const FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace"

/** Lines that the page itself prints into a terminal. */
export interface ScreenWords {
  /** To a screen reader, when more comes than can be read out. */
  tooMuch: string
  newMachine: string
  gap: string
  ended: string
}

export interface ScreenOptions {
  xterm: Xterm
  name: string
  streams: TerminalStreams
  element: HTMLElement
  appearance: Pick<ITerminalOptions, 'theme' | 'fontSize' | 'screenReaderMode'>
  words(): ScreenWords
  /** A key that is not for the shell. */
  pressed(meaning: Exclude<KeyMeaning, 'type' | 'copy' | 'paste'>): void
  /** Typed in vain: there is no connection. */
  unheard(): void
}

export class TerminalScreen {
  readonly #terminal: InstanceType<Xterm['Terminal']>
  readonly #fit: InstanceType<Xterm['FitAddon']>
  readonly #search: InstanceType<Xterm['SearchAddon']>
  readonly #options: ScreenOptions
  readonly #endings: (() => void)[] = []
  readonly #held = new HeldOutput((data, place) => this.#draw(data, place))
  /** Writes of replayed output that are not parsed yet: what xterm.js says meanwhile answers an old query. */
  #replaying = 0
  #reported = 0
  #hasEnded = false

  constructor(options: ScreenOptions) {
    const { xterm, element, words, appearance, streams, name } = options
    this.#options = options
    xterm.Terminal.strings.tooMuchOutput = words().tooMuch
    this.#terminal = new xterm.Terminal({
      ...appearance,
      fontFamily: FONT,
      lineHeight: 1.2,
      scrollback: 10_000,
      // A cursor that blinks has the browser draw all the time, and after a key it handles no message before the next
      // frame is drawn: each echo would come a frame late.
      cursorBlink: false,
    })
    this.#fit = new xterm.FitAddon()
    this.#search = new xterm.SearchAddon()
    this.#terminal.loadAddon(this.#fit)
    this.#terminal.loadAddon(this.#search)
    this.#terminal.loadAddon(new xterm.WebLinksAddon())
    this.#terminal.attachCustomKeyEventHandler((event) => this.#key(event))
    this.#terminal.onData((data) => this.#typed(data))
    this.#terminal.onBinary((data) => this.#typed(data))
    this.#terminal.open(element)
    this.#fit.fit()
    this.#terminal.onResize(() => streams.resize(name, this.#size))
    this.#follow(element)
    this.#endings.push(
      streams.onOutput(name, {
        output: (data, place) => {
          this.#hasEnded = false
          this.#held.push(data, place)
        },
        gap: () => this.#note(words().gap),
        restarted: () => {
          this.#held.flush()
          this.#terminal.reset()
          this.#reported = 0
          this.#note(words().newMachine)
        },
        ended: () => {
          this.#hasEnded = true
          this.#note(words().ended)
        },
      }),
    )
    streams.open(name, this.#size)
  }

  focus(): void {
    this.#terminal.focus()
  }

  /** What is typed by a button instead of a key. */
  type(data: string): void {
    this.#terminal.input(data)
  }

  paste(text: string): void {
    this.#terminal.paste(text)
  }

  set isSeen(isSeen: boolean) {
    this.#held.isSeen = isSeen
  }

  set appearance(appearance: ScreenOptions['appearance']) {
    Object.assign(this.#terminal.options, appearance)
    this.#fit.fit()
  }

  /** @param wayOut id of the element that says how to get out by keyboard */
  describe(label: string, wayOut: string): void {
    this.#terminal.textarea?.setAttribute('aria-label', label)
    this.#terminal.textarea?.setAttribute('aria-describedby', wayOut)
  }

  /** @returns whether there is one */
  find(text: string, way: 'next' | 'previous'): boolean {
    if (way === 'next') return this.#search.findNext(text, { incremental: false })
    return this.#search.findPrevious(text)
  }

  endFind(): void {
    this.#search.clearDecorations()
    this.#terminal.clearSelection()
  }

  [Symbol.dispose](): void {
    for (const end of this.#endings) end()
    this.#held[Symbol.dispose]()
    this.#terminal.dispose()
  }

  get #size(): { columns: number; rows: number } {
    return { columns: this.#terminal.cols, rows: this.#terminal.rows }
  }

  #draw(data: string, { replayed, offset }: Place): void {
    if (replayed) this.#replaying++
    this.#terminal.write(data, () => {
      if (replayed) this.#replaying--
      if (offset - this.#reported < REPORT) return
      this.#reported = offset
      this.#options.streams.seen(this.#options.name, offset)
    })
  }

  #typed(data: string): void {
    const { streams, name, unheard } = this.#options
    // Nobody types in a page without the focus: it is an answer to a query, and the page that has the focus gives it.
    if (this.#replaying > 0 || !document.hasFocus()) return
    if (this.#hasEnded) {
      this.#hasEnded = false
      this.#terminal.reset()
      streams.open(name, this.#size)
    } else if (!streams.input(name, data)) unheard()
  }

  /** @returns whether xterm.js may have the key */
  #key(event: KeyboardEvent): boolean {
    const selected = this.#terminal.hasSelection()
    const meaning = meaningOf(event, { selected, mac: /Mac|iP(hone|ad)/.test(navigator.platform) })
    if (meaning === 'type') return true
    // The browser pastes by itself, and needs no permission for it.
    if (meaning === 'paste') return false
    event.preventDefault()
    if (event.type !== 'keydown') return false
    if (meaning !== 'copy') this.#options.pressed(meaning)
    else if (selected) this.#copy()
    return false
  }

  #copy(): void {
    copyText(this.#terminal.getSelection())
    // So that the next Ctrl-C interrupts.
    this.#terminal.clearSelection()
  }

  #note(text: string): void {
    this.#held.flush()
    const start = this.#terminal.buffer.active.cursorX > 0 ? '\r\n' : ''
    this.#terminal.write(`${start}\x1b[0;90m${text}\x1b[0m\r\n`)
  }

  #follow(element: HTMLElement): void {
    let frame = 0
    const observer = new ResizeObserver(() => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => {
        if (element.clientWidth > 0) this.#fit.fit()
      })
    })
    observer.observe(element)
    this.#endings.push(() => {
      observer.disconnect()
      cancelAnimationFrame(frame)
    })
  }
}
