/** One terminal on the page: xterm.js, fed by the lab's stream of that name. */
import type { ITerminalOptions } from '@xterm/xterm'
import type { TerminalStreams } from '../live/terminal-streams.ts'
import { copyText } from './copy-text.ts'
import { type KeyMeaning, meaningOf } from './keys.ts'
import { type OutputWords, ShownOutput } from './shown-output.ts'
import type { Xterm } from './xterm-loader.ts'

export const FONT =
  "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace"

export interface ScreenWords extends OutputWords {
  /** To a screen reader, when more comes than can be read out. */
  tooMuch: string
}

export interface ScreenOptions {
  xterm: Xterm
  name: string
  streams: TerminalStreams
  element: HTMLElement
  appearance: Required<Pick<ITerminalOptions, 'theme' | 'fontSize' | 'screenReaderMode'>>
  words(): ScreenWords
  /** A key that is not for the shell. */
  pressed(meaning: Exclude<KeyMeaning, 'type' | 'copy' | 'paste'>): void
  /** Typed in vain: there is no connection. */
  unheard(): void
}

/** Lets the page do what else it has to. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

/** What the browser looks for when a canvas first measures text, as xterm.js does: a third of all the time that it takes. */
const findFonts = (pixels: number): void => {
  try {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d')!
    canvas.measureText('W')
    canvas.font = `${pixels}px ${FONT}`
    canvas.measureText('W')
  } catch {
    // A browser that can't: xterm.js measures otherwise there.
  }
}

export class TerminalScreen {
  readonly #terminal: InstanceType<Xterm['Terminal']>
  readonly #fit: InstanceType<Xterm['FitAddon']>
  readonly #search: InstanceType<Xterm['SearchAddon']>
  readonly #options: ScreenOptions
  readonly #endings: (() => void)[] = []
  readonly #output: ShownOutput

  /**
   * Makes it a bit at a time: the page has other things to do, as while a machine starts in it.
   * @returns undefined where nobody wants it any more
   */
  static async open(options: ScreenOptions, isGone: () => boolean): Promise<TerminalScreen | undefined> {
    const { xterm, element, words, appearance } = options
    findFonts(appearance.fontSize)
    await turn()
    xterm.Terminal.strings.tooMuchOutput = words().tooMuch
    const terminal = new xterm.Terminal({
      ...appearance,
      fontFamily: FONT,
      lineHeight: 1.2,
      scrollback: 10_000,
      // A cursor that blinks has the browser draw all the time, and after a key it handles no message before the next
      // frame is drawn: each echo would come a frame late.
      cursorBlink: false,
    })
    await turn()
    if (!isGone()) {
      terminal.open(element)
      await turn()
    }
    if (isGone()) {
      terminal.dispose()
      return undefined
    }
    return new TerminalScreen(options, terminal)
  }

  private constructor(options: ScreenOptions, terminal: InstanceType<Xterm['Terminal']>) {
    const { xterm, element, words, streams, name } = options
    this.#options = options
    this.#terminal = terminal
    this.#fit = new xterm.FitAddon()
    this.#search = new xterm.SearchAddon()
    this.#terminal.loadAddon(this.#fit)
    this.#terminal.loadAddon(this.#search)
    this.#terminal.loadAddon(new xterm.WebLinksAddon())
    this.#terminal.attachCustomKeyEventHandler((event) => this.#key(event))
    this.#terminal.onData((data) => this.#typed(data))
    this.#terminal.onBinary((data) => this.#typed(data))
    this.#fit.fit()
    this.#terminal.onResize(() => streams.resize(name, this.#size))
    this.#follow(element)
    this.#output = new ShownOutput({ terminal: this.#terminal, name, streams, words })
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
    this.#output.isSeen = isSeen
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
    this.#output[Symbol.dispose]()
    this.#terminal.dispose()
  }

  get #size(): { columns: number; rows: number } {
    return { columns: this.#terminal.cols, rows: this.#terminal.rows }
  }

  #typed(data: string): void {
    const { streams, name, unheard } = this.#options
    // Nobody types in a page without the focus: it is an answer to a query, and the page that has the focus gives it.
    if (this.#output.isReplaying || !document.hasFocus()) return
    if (this.#output.hasEnded) {
      this.#output.hasEnded = false
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
