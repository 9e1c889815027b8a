import { entersShell } from '../lab/enters-shell.ts'
import { MachineError, type Size } from '../machine/machine.ts'
import { Display } from './display.ts'
import type { KnownShell } from './entry.ts'
import { Interruption } from './interruption.ts'
import { commandKeys } from './keystrokes.ts'
import { Listeners } from './listeners.ts'
import { type Mark, MarkReader, type Piece, PromptTimes } from './marks.ts'
import type { Pty } from './pty.ts'
import { RunningCommand } from './running-command.ts'
import { Shells } from './shells.ts'
import { HELLO, supervisor } from './supervisor.ts'
import type { CommandOutput, RunOptions, Terminal } from './terminal.ts'

export interface ShellOptions {
  name: string
  /** Runs SHELL_COMMAND. */
  pty: Pty
  /** Of the pty; 80 by 24 unless told otherwise. */
  size?: Size
  /** `NAME$ ` unless told otherwise. */
  prompt?: string
  /** A person types too. */
  attended?: boolean
  /** Runs a bash script out of sight on the machine, as root; it ends a command that does not end. */
  kill: (script: string) => Promise<unknown>
  /** Milliseconds until the shell must be there. */
  timeout?: number
  /** Stands in the shell's marks, so that nothing else is taken for one; a random one unless told otherwise. */
  token?: string
}

const DEFAULT_SIZE: Size = { columns: 80, rows: 24 }
/** Milliseconds, as all times here. */
const RUN_TIMEOUT = 20_000
const OPEN_TIMEOUT = 30_000
/** When nothing more is printed for so long, what looks like a prompt is one. */
const QUIET = 30
const PROMPT = /[$#>%] $/
/**
 * busybox asks a terminal where its cursor is each time it shows a prompt, and does without an answer. One that comes late,
 * as from a page far away, would be typed into the command after it; so nobody is asked (ECMA-48, DSR 6).
 */
const CURSOR_QUERY = /(?<=^|[$#>%] )\x1b\[6n/
/** Drops a command that a person has begun to type over several lines. */
const DROP_LINES = '\x03'
const REDRAW_LINE = '\r\x1b[K'

/**
 * Starts a shell on a pty that runs SHELL_COMMAND, and waits for its prompt. Call it as soon as the pty is there:
 * nobody else hears what it prints first.
 * @throws MachineError when no prompt comes
 */
export async function openShell(options: ShellOptions): Promise<Terminal> {
  const shell = new Shell(options)
  await shell.opened
  return shell
}

/** 48 random bits, as letters and digits. */
export function randomToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

interface Pending {
  resolve: (output: CommandOutput) => void
  reject: (error: Error) => void
}

class Shell implements Terminal {
  readonly name: string
  readonly opened: Promise<void>
  readonly #options: ShellOptions
  readonly #pty: Pty
  readonly #token: string
  readonly #attended: boolean
  readonly #reader: MarkReader
  readonly #display: Display
  readonly #commandListeners = new Listeners<CommandOutput>()
  readonly #endListeners = new Listeners<MachineError>()
  readonly #exited: Promise<void>
  readonly #shells: Shells
  #ready: (error?: Error) => void = () => {}
  /** What came before the supervisor said hello. */
  #greeting: string | undefined = ''
  #atPrompt = false
  readonly #promptTimes = new PromptTimes()
  /** The prompt is not a new one: the line editor draws the old one once more. */
  #isRedrawn = false
  /** B came just before. */
  #promptEnded = false
  /** A person has typed the first lines of a command, and the shell waits for the others. */
  #begun = false
  #promptWaiters: (() => void)[] = []
  #running: RunningCommand | undefined
  /** Whoever called `run` for what is running, unless it got its answer already. */
  #pending: Pending | undefined
  #deadline: ReturnType<typeof setTimeout> | undefined
  #interruption: Interruption | undefined
  #quiet: ReturnType<typeof setTimeout> | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #announced: Promise<unknown> = Promise.resolve()
  #gone: MachineError | undefined

  constructor(options: ShellOptions) {
    this.name = options.name
    this.#options = options
    this.#pty = options.pty
    this.#token = options.token ?? randomToken()
    this.#attended = options.attended ?? false
    this.#reader = new MarkReader(this.#token)
    this.#display = new Display(this.#attended)
    this.#shells = new Shells({
      token: this.#token,
      attended: this.#attended,
      type: (keys) => this.#pty.write(keys),
    })
    this.opened = this.#open(options.timeout ?? OPEN_TIMEOUT)
    this.#exited = new Promise((resolve) => this.#pty.onExit(resolve))
    this.#pty.onExit(() => this.#fail('its shell has ended: the machine has gone'))
    this.#pty.onData((data) => this.#read(data))
  }

  run(command: string, options: RunOptions = {}): Promise<CommandOutput> {
    const result = this.#turn.then(() => this.#run(command, options))
    this.#turn = result.catch(() => {})
    return result
  }

  write(data: string): void {
    // A shell without C marks says nothing when a command starts; Enter does.
    if (this.#attended && this.#atPrompt && !this.#shells.innermost?.bash && /[\r\n]/.test(data)) {
      this.#start(new RunningCommand())
    }
    this.#pty.write(data)
  }

  resize(columns: number, rows: number): void {
    this.#pty.resize(columns, rows)
    this.#display.resize(columns, rows)
  }

  pause(): void {
    this.#pty.pause()
  }

  resume(): void {
    this.#pty.resume()
  }

  onData(listener: (data: string) => void): () => void {
    return this.#display.onData(listener)
  }

  onCommand(listener: (command: CommandOutput) => void): () => void {
    return this.#commandListeners.add(listener)
  }

  onEnd(listener: (error: MachineError) => void): () => void {
    return this.#endListeners.add(listener)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#fail('it was closed')
    await this.#exited
    this.#display[Symbol.dispose]()
  }

  // ——— what the terminal prints

  #open(timeout: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#deadline = setTimeout(() => this.#fail(`no prompt came within ${timeout / 1000} s`), timeout)
      this.#ready = (error) => (error ? reject(error) : resolve())
    })
  }

  #read(data: string): void {
    if (this.#greeting === undefined) {
      for (const piece of this.#reader.read(data)) this.#take(piece)
      return
    }
    this.#greeting += data
    const hello = this.#greeting.indexOf(HELLO)
    if (hello === -1) return
    const rest = this.#greeting.slice(hello + HELLO.length)
    this.#greeting = undefined
    this.#begin().catch((error) => this.#fail('it could not be started', error))
    this.#read(rest)
  }

  async #begin(): Promise<void> {
    const { size = DEFAULT_SIZE, prompt = `${this.name}$ ` } = this.#options
    await this.#display.load(size, this.#token)
    this.#pty.write(supervisor({ token: this.#token, attended: this.#attended, prompt }) + '\0')
  }

  #take(piece: Piece): void {
    const { text, mark } = piece
    if (mark) this.#shells.note(mark)
    if (mark?.kind === 'A') this.#isRedrawn = this.#promptTimes.isRedrawn(mark.fields.at)
    if (this.#shells.entering) {
      const entered = this.#shells.take(piece)
      this.#promptEnded = entered !== undefined
      if (entered) this.#enter(entered.shell, entered.prompt)
      return
    }
    if (!mark) this.#running?.print(text)
    this.#display.show(this.#asksForCursor(text) ? text.replace(CURSOR_QUERY, '') : text)
    this.#promptEnded = mark?.kind === 'B'
    if (mark) this.#follow(mark)
    if (this.#running?.enters) this.#watchForPrompt()
  }

  /** A nested shell's line editor asks at its prompt where the cursor is. */
  #asksForCursor(text: string): boolean {
    if (!this.#attended || !CURSOR_QUERY.test(text)) return false
    return this.#promptEnded ? !this.#shells.innermost?.bash : (this.#running?.enters ?? false)
  }

  #follow(mark: Mark): void {
    const running = this.#running
    switch (mark.kind) {
      case 'C':
        if (!running) this.#startTyped()
        this.#running?.startOutput()
        break
      case 'A':
        if (!this.#isRedrawn) running?.end(mark.status ?? 0)
        break
      case 'D':
        running?.end(mark.status ?? 0)
        break
      case 'B':
        if (this.#isRedrawn || running?.isUnechoed) {
          this.#isRedrawn = false
          running?.redrawn()
          break
        }
        if (running && (running.exit === undefined || this.#typeNext(running))) break
        if (running) this.#finish(running, running.timedOut ? 'timeout' : 'exit')
        this.#prompted()
        break
      case 'P':
        running?.wantMore()
        if (running) this.#typeNext(running)
        else this.#begun = true
        break
    }
  }

  // ——— shells inside shells

  #watchForPrompt(): void {
    clearTimeout(this.#quiet)
    this.#quiet = setTimeout(() => {
      const running = this.#running
      if (!running?.enters || running.timedOut || this.#shells.entering || !PROMPT.test(running.lastLine))
        return
      this.#shells.introduceNext()
    }, QUIET)
  }

  #enter(shell: KnownShell, prompt: string): void {
    this.#display.show(shell.number > 0 ? REDRAW_LINE + prompt : prompt)
    if (shell.number === 0) {
      clearTimeout(this.#deadline)
      this.#ready()
    } else if (this.#running) this.#finish(this.#running, 'entered')
    this.#prompted()
  }

  // ——— commands

  async #run(text: string, options: RunOptions): Promise<CommandOutput> {
    if (this.#gone) throw this.#gone
    const timeout = options.timeout ?? RUN_TIMEOUT
    const since = performance.now()
    if (this.#begun) {
      this.#atPrompt = false
      this.#pty.write(DROP_LINES)
    }
    if (!this.#atPrompt && !(await this.#promptWithin(timeout))) {
      return { command: text, output: '', exit: undefined, ms: performance.now() - since, ended: 'timeout' }
    }
    const keys = commandKeys(text, { attended: this.#attended, bash: this.#shells.innermost?.bash ?? false })
    const running = new RunningCommand({
      text,
      keys,
      echoed: this.#attended,
      enters: options.enters,
      until: options.until,
      holds: () => this.#answer(running, 'running'),
    })
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject }
      this.#start(running)
      this.#deadline = setTimeout(() => this.#interrupt(running), timeout)
      this.#typeNext(running)
    })
  }

  /** Types the next line of a command, if there is one. */
  #typeNext(running: RunningCommand): boolean {
    const keys = running.nextKeys()
    if (keys !== undefined) this.#pty.write(keys)
    return keys !== undefined
  }

  #start(running: RunningCommand): void {
    this.#running = running
    this.#atPrompt = false
  }

  /** A person has typed a command. */
  #startTyped(): void {
    const running = new RunningCommand()
    this.#start(running)
    void this.#display.nowTyped().then((command) => {
      running.enters = entersShell(command)
      if (running.enters && running === this.#running) this.#watchForPrompt()
    })
  }

  #finish(running: RunningCommand, ended: CommandOutput['ended']): void {
    this.#running = undefined
    const output = this.#answer(running, ended)
    if (!this.#commandListeners.none) this.#announce(running, output)
  }

  /** Tells whoever called `run`. */
  #answer(running: RunningCommand, ended: CommandOutput['ended']): CommandOutput {
    this.#stopWaiting()
    running.stopLooking()
    const output: CommandOutput = {
      command: running.text ?? '',
      output: this.#outputOf(running, ended),
      exit: running.exit,
      ms: running.ms,
      ended,
      ...(running.unfinished && ended === 'timeout' ? { unfinished: true } : {}),
    }
    this.#pending?.resolve(output)
    this.#pending = undefined
    return output
  }

  #announce(running: RunningCommand, output: CommandOutput): void {
    const typed = running.text === undefined ? this.#display.lastTyped() : undefined
    this.#announced = this.#announced.then(async () => {
      const command = await typed
      if (command === undefined) this.#commandListeners.tell(output)
      else if (command !== '') {
        const printed = this.#outputOf(running, output.ended, command)
        this.#commandListeners.tell({ ...output, command, output: printed })
      }
    })
  }

  #outputOf(running: RunningCommand, ended: CommandOutput['ended'], typed?: string): string {
    const output = running.output(typed)
    // The nested shell's prompt is the last line.
    return ended === 'entered' ? output.slice(0, output.lastIndexOf('\n') + 1) : output
  }

  #prompted(): void {
    this.#atPrompt = true
    this.#begun = false
    for (const wake of this.#promptWaiters.splice(0)) wake()
  }

  /** Waits for what runs already; interrupts it when the time is up, and then says no. */
  async #promptWithin(timeout: number): Promise<boolean> {
    let inTime = true
    await new Promise<void>((resolve) => {
      this.#promptWaiters.push(resolve)
      this.#deadline = setTimeout(() => {
        inTime = false
        if (this.#running) this.#interrupt(this.#running)
      }, timeout)
    })
    this.#stopWaiting()
    if (this.#gone) throw this.#gone
    return inTime
  }

  // ——— commands that do not end

  #interrupt(running: RunningCommand): void {
    running.timedOut = true
    this.#interruption = new Interruption(this.#shells.processes, {
      type: (keys) => this.#pty.write(keys),
      kill: this.#options.kill,
      fail: (reason, cause) => this.#fail(reason, cause),
    })
  }

  #stopWaiting(): void {
    clearTimeout(this.#deadline)
    this.#interruption?.end()
  }

  #fail(reason: string, cause?: unknown): void {
    if (this.#gone) return
    const running = this.#running?.text ? ` (while it ran \`${this.#running.text}\`)` : ''
    const heard = this.#greeting?.trim() ? ` It printed: ${this.#greeting.trim()}` : ''
    this.#gone = new MachineError(
      `Terminal ${this.name} is gone${running}: ${reason}.${heard}`,
      'Reset the machine, or start the lab again.',
      { cause },
    )
    this.#stopWaiting()
    clearTimeout(this.#quiet)
    this.#running?.stopLooking()
    this.#ready(this.#gone)
    this.#pending?.reject(this.#gone)
    this.#pending = undefined
    for (const wake of this.#promptWaiters.splice(0)) wake()
    this.#endListeners.tell(this.#gone)
    this.#pty.kill()
  }
}
