/** Blocks that run, as the page's components. */
import type { Block, Command } from '../../runner/lab/lab.ts'
import { bound, escapeHtml } from './html.ts'
import { type Lesson, lessonOf, type PageEnv } from './lesson.ts'
import type { Markdown, Token } from './markdown-it.ts'
import { outputParts, type Part, textParts } from './parts.ts'

/** A command as a page shows it. */
export interface ShownCommand {
  /** `host$` */
  prompt: string
  terminal: string
  text: Part[]
  output: Part[][]
  /** The exit status that is printed; 0 where none is. */
  exit: number
}

interface Place {
  block: Block
  step: string
  /** Counts the blocks of its kind in its step, from 0. */
  index: number
}

/** Console, check and question become components; setup and cleanup are out of sight. */
export function blocks(md: Markdown): void {
  md.core.ruler.push('lab_blocks', ({ tokens, env, inlineMode }) => {
    const lesson = inlineMode ? undefined : lessonOf(env)
    if (lesson) place(tokens, lesson)
  })
  const fence = md.renderer.rules.fence!
  md.renderer.rules.fence = (tokens, at, options, env, self) => {
    const found = tokens[at]!.meta?.place as Place | undefined
    if (!found) return fence(tokens, at, options, env, self)
    const lesson = lessonOf(env)!
    return env.forSearch ? searchText(found.block) : render(found, lesson, env, md)
  }
}

/** Fences outside hints stand in the order of the lab's blocks: the runner has read the same file. */
function place(tokens: Token[], { lab }: Lesson): void {
  const places = [
    ...lab.blocks.map((block) => ({ block, step: '', index: 0 })),
    ...lab.steps.flatMap(({ id, blocks }) => numbered(blocks, id)),
  ]
  let hints = 0
  for (const token of tokens) {
    hints += token.type === 'hint_open' ? 1 : token.type === 'hint_close' ? -1 : 0
    const kind = token.type === 'fence' && hints === 0 ? /^\S*/.exec(token.info.trim())![0] : ''
    if (kind === '' || kind !== places[0]?.block.kind) continue
    token.meta = { ...token.meta, place: places.shift() }
  }
  if (places.length > 0)
    throw new Error(`A block of ${lab.file} is not on its page: ${places[0]!.block.title}`)
}

function numbered(all: readonly Block[], step: string): Place[] {
  const counts = new Map<string, number>()
  return all.map((block) => {
    const index = counts.get(block.kind) ?? 0
    counts.set(block.kind, index + 1)
    return { block, step, index }
  })
}

function render({ block, step, index }: Place, lesson: Lesson, env: PageEnv, md: Markdown): string {
  const where = ` step="${escapeHtml(step)}" :index="${index}"`
  switch (block.kind) {
    case 'console':
      return `<ConsoleBlock${where}${bound('commands', shownCommands(block, lesson))} />\n`
    case 'check':
      return `<CheckBlock${where}>${md.renderInline(block.title, env)}</CheckBlock>\n`
    case 'question':
      return `<QuestionBlock${where}>${md.renderInline(block.title, env)}</QuestionBlock>\n`
    default:
      return ''
  }
}

/** The commands of a block, with what they print. */
export const shownCommands = ({ commands }: Block, lesson: Lesson): ShownCommand[] =>
  commands.map((command) => ({
    prompt: command.prompt + signOf(command, lesson),
    terminal: command.terminal,
    text: textParts(command.text, lesson.names),
    output: command.expected.map(({ text }) => outputParts(text)),
    exit: command.exit,
  }))

/** `$` or `#`, as it stands in the file. */
const signOf = ({ position }: Command, { lines }: Lesson): string =>
  /^[a-z0-9-]*([$#])/.exec((lines[position.line - 1] ?? '').slice(position.column - 1))?.[1] ?? '$'

const searchText = ({ kind, title, commands }: Block): string => {
  const lines = kind === 'console' ? commands.map(({ text }) => text) : [title]
  return kind === 'setup' || kind === 'cleanup' ? '' : `<pre>${escapeHtml(lines.join('\n'))}</pre>\n`
}
