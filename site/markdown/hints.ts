/** `::: hint` … `:::` as a box that opens on demand; the last one of a step holds its solution. */
import type { Step } from '../../runner/lab/lab.ts'
import { type ShownCommand, shownCommands } from './blocks.ts'
import { bound, escapeHtml } from './html.ts'
import { type Lesson, lessonOf, stepOf } from './lesson.ts'
import type { Markdown, StateBlock, Token } from './markdown-it.ts'

/** What brings a step to its end. */
export interface Solution {
  /** To be run, in order. */
  commands: ShownCommand[]
  /** What tells the answers of its questions. */
  answers: { title: string; commands: ShownCommand[] }[]
}

export function hints(md: Markdown): void {
  md.block.ruler.before('fence', 'hint', readHint, { alt: ['paragraph', 'reference', 'blockquote', 'list'] })
  md.core.ruler.push('lab_hints', ({ tokens, env }) => {
    const lesson = lessonOf(env)
    if (lesson) number(tokens, lesson)
  })
  md.renderer.rules.hint_open = (tokens, at, _options, env) => {
    const { step, index, of, solution } = tokens[at]!.meta ?? {}
    if (env.forSearch || step === undefined) return '<div>'
    const ends = solution ? bound('solution', solution) : ''
    return `<HintBox step="${escapeHtml(step)}" :index="${index}" :of="${of}"${ends}>\n`
  }
  md.renderer.rules.hint_close = (tokens, at, _options, env) =>
    env.forSearch || !tokens[at]!.meta ? '</div>' : '</HintBox>\n'
}

/** Line by line, as the runner reads it: the first line of as many colons ends it. */
function readHint(state: StateBlock, from: number, to: number, silent: boolean): boolean {
  const opening = /^(:{3,})[ \t]*hint(?:[ \t]+.*)?$/.exec(lineOf(state, from))
  if (!opening) return false
  if (silent) return true
  let end = from + 1
  while (end < to && !isClosing(lineOf(state, end), opening[1]!.length)) end++
  const { parentType, lineMax } = state
  state.parentType = 'hint'
  state.lineMax = end
  const open = state.push('hint_open', 'div', 1)
  open.block = true
  open.map = [from, end]
  state.md.block.tokenize(state, from + 1, end)
  state.push('hint_close', 'div', -1).block = true
  state.parentType = parentType
  state.lineMax = lineMax
  state.line = end + 1
  return true
}

const lineOf = (state: StateBlock, line: number): string =>
  state.src.slice(state.bMarks[line]! + state.tShift[line]!, state.eMarks[line])

const isClosing = (line: string, colons: number): boolean => {
  const match = /^(:{3,})[ \t]*$/.exec(line)
  return match !== null && match[1]!.length >= colons
}

/** Tells each hint its step, and which of the step's hints it is. */
function number(tokens: Token[], lesson: Lesson): void {
  let step: Step | undefined
  let index = 0
  for (const token of tokens) {
    if (token.type === 'heading_open' && token.tag === 'h2') {
      step = stepOf(lesson, token.attrGet('id') ?? '')
      index = 0
    }
    if (!step) continue
    if (token.type === 'hint_open') {
      const of = step.hints.length
      const solution = index === of - 1 ? solutionOf(step, lesson) : undefined
      token.meta = { step: step.id, index: index++, of, solution }
    } else if (token.type === 'hint_close') token.meta = { step: step.id }
  }
}

function solutionOf({ blocks }: Step, lesson: Lesson): Solution {
  const shown = (kind: string) => blocks.filter((block) => block.kind === kind)
  const bare = (command: ShownCommand): ShownCommand => ({ ...command, output: [], exit: 0 })
  return {
    commands: shown('console').flatMap((block) => shownCommands(block, lesson).map(bare)),
    answers: shown('question').map((block) => ({
      title: block.title,
      commands: shownCommands(block, lesson).map(bare),
    })),
  }
}
