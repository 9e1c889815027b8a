/** A learner's terminal on the teacher's page: of the learner's size, which fits by the size of its letters. */
import type { ITheme } from '@xterm/xterm'
import type { Size, TerminalStreams } from '../../live/terminal-streams.ts'
import { meaningOf } from '../../terminal/keys.ts'
import { FONT } from '../../terminal/screen.ts'
import { type OutputWords, ShownOutput } from '../../terminal/shown-output.ts'
import type { Xterm } from '../../terminal/xterm-loader.ts'

/** Pixels of a letter's height: lines are to fit in whole, and all of them as long as that can be read. */
const SMALLEST = 8
const READABLE = 11
const LARGEST = 15
/** What a terminal says when it gets and loses the focus, where a program asked for that. */
const FOCUS = /^\x1b\[[IO]$/

export interface WatchedScreenOptions {
  xterm: Xterm
  name: string
  streams: TerminalStreams
  element: HTMLElement
  theme: ITheme
  words(): OutputWords
  /** Typed in vain: there is no connection. */
  unheard(): void
  /** The key that leads out of a terminal. */
  left(): void
}

export class WatchedScreen implements Disposable {
  readonly #terminal: InstanceType<Xterm['Terminal']>
  readonly #output: ShownOutput
  readonly #leave: () => void
  readonly #element: HTMLElement
  readonly #observer: ResizeObserver

  constructor({ xterm, name, streams, element, theme, words, unheard, left }: WatchedScreenOptions) {
    this.#element = element
    this.#leave = () => streams.leave(name)
    this.#terminal = new xterm.Terminal({
      theme,
      fontFamily: FONT,
      fontSize: LARGEST,
      lineHeight: 1.2,
      scrollback: 10_000,
      cursorBlink: false,
    })
    this.#terminal.open(element)
    this.#answerNothing()
    this.#terminal.attachCustomKeyEventHandler((event) => {
      // Where nothing can be typed, keys are the page's.
      if (this.#terminal.options.disableStdin) return false
      if (meaningOf(event, { selected: false, mac: false }) !== 'leave') return true
      event.preventDefault()
      if (event.type === 'keydown') left()
      return false
    })
    this.isTyping = false
    this.#terminal.onData((data) => {
      if (this.#output.isReplaying || FOCUS.test(data)) return
      if (!streams.input(name, data)) unheard()
    })
    this.#terminal.onCursorMove(() => this.#showCursor())
    this.#output = new ShownOutput({ terminal: this.#terminal, name, streams, words })
    // It joins the learner's terminal, whose size stays as it is.
    streams.open(name, { columns: this.#terminal.cols, rows: this.#terminal.rows })
    this.#observer = new ResizeObserver(() => this.#fit())
    this.#observer.observe(element)
    // It is drawn at a new size a moment after it was given one.
    const screen = element.querySelector('.xterm-screen')
    if (screen) this.#observer.observe(screen)
  }

  set size({ columns, rows }: Size) {
    this.#terminal.resize(columns, rows)
  }

  set theme(theme: ITheme) {
    this.#terminal.options.theme = theme
  }

  set isSeen(isSeen: boolean) {
    this.#output.isSeen = isSeen
  }

  set isTyping(isTyping: boolean) {
    this.#terminal.options.disableStdin = !isTyping
    if (this.#terminal.textarea) this.#terminal.textarea.tabIndex = isTyping ? 0 : -1
    if (isTyping) this.#terminal.focus()
  }

  set label(label: string) {
    this.#terminal.textarea?.setAttribute('aria-label', label)
  }

  [Symbol.dispose](): void {
    this.#observer.disconnect()
    this.#output[Symbol.dispose]()
    this.#leave()
    this.#terminal.dispose()
  }

  /** What a program asks of its terminal, the learner's page answers: a second answer would be typed into the shell. */
  #answerNothing(): void {
    const { parser } = this.#terminal
    const answered = () => true
    for (const id of [
      { final: 'c' },
      { prefix: '>', final: 'c' },
      { prefix: '=', final: 'c' },
      { final: 'n' },
      { prefix: '?', final: 'n' },
      { intermediates: '$', final: 'p' },
      { prefix: '?', intermediates: '$', final: 'p' },
      { prefix: '>', final: 'q' },
    ])
      parser.registerCsiHandler(id, answered)
    parser.registerDcsHandler({ intermediates: '$', final: 'q' }, answered)
    // A colour that is asked for, rather than set.
    for (const code of [4, 10, 11, 12]) parser.registerOscHandler(code, (data) => data.endsWith('?'))
  }

  #fit(): void {
    const screen = this.#element.querySelector<HTMLElement>('.xterm-screen')
    const { clientWidth: width, clientHeight: height } = this.#element
    if (!screen?.offsetWidth || width === 0) return
    const size = this.#terminal.options.fontSize ?? LARGEST
    const wide = (size * width) / screen.offsetWidth
    const high = Math.max(READABLE, (size * height) / screen.offsetHeight)
    const next = Math.max(SMALLEST, Math.min(LARGEST, Math.floor(Math.min(wide, high) * 2) / 2))
    // Letters are drawn in whole pixels: the next measure may be off by a little, and is not to be followed for ever.
    if (Math.abs(next - size) >= 0.5) this.#terminal.options.fontSize = next
    this.#showCursor()
  }

  /** Where not all lines fit, the one that is typed in is in sight. */
  #showCursor(): void {
    const screen = this.#element.querySelector<HTMLElement>('.xterm-screen')
    if (!screen) return
    const line = screen.offsetHeight / this.#terminal.rows
    const top = line * this.#terminal.buffer.active.cursorY
    const { scrollTop, clientHeight } = this.#element
    if (top < scrollTop) this.#element.scrollTop = top
    else if (top + line > scrollTop + clientHeight) this.#element.scrollTop = top + line - clientHeight
  }
}
