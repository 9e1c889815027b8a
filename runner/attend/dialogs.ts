import type { Question } from '../learn/step-progress.ts'
import { nextHint, solutionLines, statusLines } from './help-text.ts'
import type { Keyboard } from './keyboard.ts'
import { MENU_KEY, MENU_NAME, type MenuItem, menuLines } from './menu.ts'
import { reasonLines } from './reason.ts'
import { ASK_AGAIN, type Session } from './session.ts'

/** After so many wrong answers a hint is offered. */
const WRONG_BEFORE_HINT = 3

/** What is said and asked while the learner's keys do not go to the machine. */
export class Dialogs {
  readonly #session: Session
  readonly #keyboard: Keyboard
  #turn: Promise<unknown> = Promise.resolve()

  constructor(session: Session, keyboard: Keyboard) {
    this.#session = session
    this.#keyboard = keyboard
  }

  /** Shows the menu, takes one key, and does what it says. */
  async menu(keysBehind: string): Promise<void> {
    const session = this.#session
    const { screen, progress, text } = session
    const key = await this.#dialog(async () => {
      this.#keyboard.push(keysBehind)
      const lines = [screen.rule('menu'), ...menuLines(this.#items(), screen.paint, screen.size.columns)]
      screen.line(...lines)
      const key = await this.#keyboard.key()
      screen.takeBack(lines.length)
      return key
    })
    switch (key) {
      case MENU_KEY:
        return session.panes.shown?.write(MENU_KEY)
      case 'r':
        return session.typeNext()
      case 'c':
        await progress.look()
        session.say(...statusLines(progress, text))
        return session.goOn()
      case 'h':
        return session.say(...nextHint(progress, text, screen.paint))
      case 's':
        return session.say(...solutionLines(progress, text, screen.paint))
      case 'l':
        return session.say(...text.step(progress))
      case 'a':
        return progress.openQuestion && this.ask(progress.openQuestion)
      case 't':
        return this.#terminal()
      case 'n':
        return session.next()
      case 'R':
        return session.resettable ? this.#reset() : undefined
      case 'q':
        return this.#quit()
    }
  }

  #items(): MenuItem[] {
    const { progress, text, resettable } = this.#session
    const { next, openQuestion, done } = progress
    const hintsLeft = progress.step.hints.length - progress.hintsShown
    return [
      ...(next ? [{ key: 'r', label: `type and run: ${text.typed(next.command)}`, wide: true }] : []),
      { key: 'c', label: 'check now' },
      ...(hintsLeft > 0 ? [{ key: 'h', label: `hint (${hintsLeft})` }] : []),
      { key: 's', label: 'solution' },
      { key: 'l', label: 'this step again' },
      ...(openQuestion ? [{ key: 'a', label: 'answer' }] : []),
      { key: 't', label: 'terminals' },
      { key: 'n', label: done ? 'next step' : 'skip this step' },
      ...(resettable ? [{ key: 'R', label: 'reset machine' }] : []),
      { key: 'q', label: 'quit' },
      { key: MENU_NAME, label: 'sends it on' },
    ]
  }

  /** Asks a question of the lesson until it is answered, or the learner goes back to the shell with an empty line. */
  async ask(question: Question): Promise<void> {
    const session = this.#session
    const { screen, text, progress } = session
    const { dim } = screen.paint
    const wantsHint = await this.#dialog(async () => {
      // It may have waited behind another dialog.
      if (question.answered || progress !== session.progress) return false
      screen.line('', ...text.question(question.block), dim('  An empty line goes back to the shell.'))
      while (!question.answered) {
        const given = await this.#keyboard.line('  Your answer: ', screen.output)
        if (!given?.trim()) {
          screen.line(dim(`  ${ASK_AGAIN}`))
          return false
        }
        if ((await this.#judge(question, given.trim())) && (await this.#confirm('Show a hint?'))) return true
      }
      return false
    })
    if (wantsHint) session.say(...nextHint(progress, text, screen.paint))
    session.goOn()
  }

  /** Tells whether an answer is right; returns whether it is time for a hint. */
  async #judge(question: Question, given: string): Promise<boolean> {
    const { screen, text, progress } = this.#session
    const { paint, size } = screen
    const { right, trouble } = await progress.answer(question, given)
    if (right) screen.line(...text.verdict(true, question.block))
    else if (trouble === undefined) screen.line(`${paint.red('✗')} Not '${given}'.`)
    else {
      screen.line(paint.red('  The machine cannot tell the answer as it is now:'))
      screen.line(...reasonLines(trouble, paint, size.columns))
    }
    const hintsLeft = progress.hintsShown < progress.step.hints.length
    return !right && trouble === undefined && question.wrong % WRONG_BEFORE_HINT === 0 && hintsLeft
  }

  async #terminal(): Promise<void> {
    const { screen, terminals, panes } = this.#session
    const spare = terminals.length + 1
    const fresh = `host-${spare}`
    const names = [...terminals, terminals.includes(fresh) ? `host-${spare + 1}` : fresh].slice(0, 9)
    const shown = panes.shown?.name
    const key = await this.#dialog(async () => {
      const lines = [
        screen.rule('terminals'),
        ...names.map((name, index) => {
          const state =
            name === shown
              ? 'shown'
              : panes.names.includes(name)
                ? 'open'
                : index < terminals.length
                  ? ''
                  : 'a new one'
          return ` ${screen.paint.bold(screen.paint.cyan(String(index + 1)))} ${name}  ${screen.paint.dim(state)}`
        }),
      ]
      screen.line(...lines)
      const key = await this.#keyboard.key()
      screen.takeBack(lines.length)
      return key
    })
    const name = /^[1-9]$/.test(key) ? names[Number(key) - 1] : undefined
    if (name) await panes.show(name)
  }

  async #reset(): Promise<void> {
    const { course, stage } = this.#session
    const before = course.before.length
    let replay = false
    const sure = await this.#dialog(async () => {
      if (
        !(await this.#confirm(
          `Reset machine ${stage.machine.id}? All that was done on it is lost; your progress is kept.`,
        ))
      )
        return false
      if (before > 0)
        replay = await this.#confirm(
          `Play the ${before === 1 ? 'step' : `${before} steps`} before this one again, out of sight?`,
        )
      return true
    })
    if (sure) await this.#session.reset(replay)
  }

  async #quit(): Promise<void> {
    const session = this.#session
    const sure = session.course.allDone || (await this.#dialog(() => this.#confirm('Quit the lab?')))
    if (sure) session.quit()
  }

  async #confirm(question: string): Promise<boolean> {
    const { screen } = this.#session
    screen.output.write(`${question} [y/N] `)
    const key = await this.#keyboard.key()
    const yes = /^y$/i.test(key)
    screen.line(yes ? 'yes' : 'no')
    return yes
  }

  /** One dialog at a time: a second one waits for its turn. */
  #dialog<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(() => this.#session.screen.dialog(() => this.#keyboard.dialog(run)))
    this.#turn = result.catch(() => {})
    return result
  }
}
