import { PromptTimes } from '../terminal/marks.ts'
import { plain } from '../terminal/plain.ts'
import type { CommandOutput, RunOptions, Terminal } from '../terminal/terminal.ts'

/** OSC 133 marks, as `terminal/marks.ts` has them; a terminal passes them on with what it prints. */
const MARK = /\x1b\]133;([A-Z])(?:;status=\d+)?(?:;at=([^;\x07]*))?[^\x07]*?;aid=([0-9a-f]+)\.(\d+)\x07/g
/** Characters kept of a running command's output. */
const KEPT = 64 * 1024
/** To the line's end, and delete it: whatever a person has begun to type. */
const CLEAR_LINE = '\x05\x15'

/** A terminal that a learner types in: whether its prompt is there, what runs, and inside of how many shells. */
export class WatchedTerminal {
  readonly name: string
  readonly terminal: Terminal
  /** The prompt is there, and nothing runs. */
  atPrompt = false
  /** How many shells the prompt before this one was inside of: that of the command that has ended. */
  typedDepth = 0
  /** Since the prompt's end, or since the output's beginning. */
  #typed = ''
  /** What is after the prompt's end and before the output; undefined until the output begins. */
  #command: string | undefined
  #keysWithoutEcho = false
  #token: string | undefined
  readonly #promptTimes = new PromptTimes()
  /** The prompt is not a new one: the line editor draws the old one once more. */
  #isRedrawn = false
  /** The shells inside each other, by their number; the last one has the terminal. */
  #shells: string[] = ['0']

  constructor(terminal: Terminal) {
    this.terminal = terminal
    this.name = terminal.name
  }

  /** Takes what the terminal prints. */
  take(data: string): void {
    let from = 0
    for (const { index, 0: text, 1: kind = '', 2: at, 3: token, 4: shell = '' } of data.matchAll(MARK)) {
      this.#token ??= token
      if (token !== this.#token) continue
      this.#print(data.slice(from, index + text.length))
      this.#follow(kind, shell, at)
      from = index + text.length
    }
    if (from < data.length) this.#print(data.slice(from))
  }

  /** How many shells this prompt is inside of. */
  get depth(): number {
    return this.#shells.length - 1
  }

  /** At a prompt with nothing typed at it. */
  get isEmpty(): boolean {
    return this.atPrompt && !this.#keysWithoutEcho && plain(this.#typed).trim() === ''
  }

  /** The command that runs, and its output so far; undefined at a prompt. */
  get running(): { command: string; output: string } | undefined {
    if (this.atPrompt) return undefined
    const printed = plain(this.#typed)
    if (this.#command !== undefined) return { command: this.#command, output: printed }
    // A shell without C marks: its line editor shows the command on the first line.
    const [command = '', ...output] = printed.split('\n')
    return { command: command.trim(), output: output.join('\n') }
  }

  /** Passes on what a person types. */
  write(keys: string): void {
    this.#keysWithoutEcho = true
    this.terminal.write(keys)
    // Not every shell says that a command starts; Enter does.
    if (/[\r\n]/.test(keys)) this.atPrompt = false
  }

  /** Types a command as a person would, and lets it run on. */
  type(command: string): void {
    this.write(`${CLEAR_LINE}${command.replaceAll('\n', '\r')}\r`)
  }

  /** @throws MachineError when the terminal has gone */
  async run(command: string, options: RunOptions): Promise<CommandOutput> {
    this.atPrompt = false
    return this.terminal.run(command, options)
  }

  #follow(kind: string, shell: string, at: string | undefined): void {
    if (kind === 'A') this.#isRedrawn = this.#promptTimes.isRedrawn(at)
    if (kind === 'C') {
      this.atPrompt = false
      this.#command = plain(this.#typed).trim()
      this.#typed = ''
    } else if (kind === 'B' && this.#isRedrawn) {
      // Whatever has been typed comes once more.
      this.#typed = ''
    } else if (kind === 'B') {
      this.typedDepth = this.depth
      const at = this.#shells.indexOf(shell)
      if (at === -1) this.#shells.push(shell)
      else this.#shells.length = at + 1
      this.atPrompt = true
      this.#command = undefined
      this.#typed = ''
      this.#keysWithoutEcho = false
    }
  }

  #print(data: string): void {
    this.#keysWithoutEcho = false
    this.#typed = (this.#typed + data).slice(-KEPT)
  }
}
