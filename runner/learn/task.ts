import { say } from '../expect/sentences.ts'
import { substitute } from '../expect/substitute.ts'
import type { Block, Command } from '../lab/lab.ts'
import { judge } from '../play/attempt.ts'
import type { Variables } from '../play/variables.ts'
import type { CommandOutput } from '../terminal/terminal.ts'

/** A command of the lesson that the learner is to type, or to have typed. */
export interface Task {
  block: Block
  command: Command
  /** It has been typed, and printed what the lesson prints. */
  done: boolean
  /** What it captured then. */
  captures: string[]
}

/** What a command of the lesson came to, typed by whomever. */
export type Judged = { task: Task; ok: true; again: boolean } | { task: Task; ok: false; reason: string }

/** Holds a command that has ended against the lesson; what it captures is known from then on. */
export const judgeTask = (task: Task, out: CommandOutput, known: Variables): Judged => {
  const { block, command } = task
  // Typed again, it captures again.
  const variables = new Map(known)
  for (const name of task.captures) variables.delete(name)
  const before = new Set(variables.keys())
  const verdict = judge(block, command, attemptOf(task, out), variables)
  if (!verdict.ok) return { task, ok: false, reason: verdict.reason }
  const again = task.done
  task.done = true
  task.captures = [...variables.keys()].filter((name) => !before.has(name))
  for (const name of task.captures) known.set(name, variables.get(name)!)
  return { task, ok: true, again }
}

/** Whether what was typed is this command, however its blanks and its lines were set. */
export const isTyped = ({ command }: Task, typed: string, variables: Variables): boolean =>
  flat(substitute(command.text, variables)) === flat(typed)

const flat = (text: string): string => text.replace(/\\\n/g, ' ').replace(/\s+/g, ' ').trim()

const attemptOf = ({ block, command }: Task, { output, exit, ended }: CommandOutput) => {
  switch (ended) {
    // It has not ended, so there is no exit status to compare.
    case 'entered':
      return { output, exit: command.exit }
    case 'running':
      return { output, exit: undefined }
    case 'timeout':
      return { output, exit: undefined, failure: say('interrupted') }
    case 'exit':
      if (command.enters) return { output, exit, failure: say('noShell') }
      // A person ends what runs in the background with Ctrl-C.
      return { output, exit: block.options.background ? undefined : exit }
  }
}
