import type { Fence } from './fences.ts'
import type { Block, BlockKind } from './lab.ts'
import { nearest } from './nearest.ts'
import { readOptions } from './options.ts'
import { readCommands } from './prompts.ts'
import type { SourceText } from './source-text.ts'

export const BLOCK_KINDS: readonly BlockKind[] = ['console', 'check', 'question', 'setup', 'cleanup']

/** Reads a fence as a block that runs; undefined where its language is none of ours. */
export function readBlock(fence: Fence, source: SourceText): Block | undefined {
  const kind = BLOCK_KINDS.find((name) => name === fence.language)
  if (!kind) {
    warnOfNearMiss(fence, source)
    return undefined
  }
  const { title, options } = readOptions(kind, fence.info, fence.infoPosition, source)
  if (title === '' && (kind === 'check' || kind === 'question')) {
    const example =
      kind === 'check' ? 'check nginx listens on port 80' : 'question What is the address of the bridge?'
    source.refuse(
      'untitled-block',
      fence.languagePosition,
      `This ${kind} has no title.`,
      `Say after \`${kind}\` what it is about, as in \`${example}\`.`,
    )
  }
  const commands = readCommands(fence.lines, source)
  if (commands.length === 0 && fence.lines.every(({ text }) => text.trim() === '')) {
    source.refuse(
      'empty-block',
      fence.position,
      `This ${kind} block has no command.`,
      'Write a command such as `host$ hostname` into it, or take it out.',
    )
  }
  const from = fence.position.line + 1
  return {
    kind,
    title,
    position: fence.position,
    lines: { from, to: from + fence.lines.length - 1 },
    indent: fence.indent,
    options,
    commands,
  }
}

/** `Console`, `consol` and `console{1}` would be shown and never run. */
function warnOfNearMiss(fence: Fence, source: SourceText): void {
  const word = /^[a-z]*/i.exec(fence.language)![0]
  const meant = nearest(word, BLOCK_KINDS)
  if (!meant) return
  source.warn(
    'unknown-block',
    fence.languagePosition,
    `A block \`${fence.language}\` is shown but not run.`,
    `Did you mean \`${meant}\`?`,
  )
}
