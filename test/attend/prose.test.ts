import { describe, expect, it } from 'vitest'
import type { View } from '../../runner/attend/console-text.ts'
import { capturedNames } from '../../runner/attend/console-text.ts'
import { parseMarkdown, readDocument } from '../../runner/attend/document.ts'
import { makePaint } from '../../runner/attend/paint.ts'
import { proseLines } from '../../runner/attend/prose.ts'
import { block, labOf, lesson } from '../lab/lesson.ts'

const VIEW: View = {
  paint: makePaint(false),
  columns: 41,
  variables: new Map([['host.ip', '10.0.0.1']]),
  captured: new Set(['id']),
  promptOf: ({ prompt }) => `${prompt}$`,
}

const shown = (markdown: string, view: Partial<View> = {}): string[] =>
  proseLines(parseMarkdown(markdown), { ...VIEW, ...view })

/** The one step of a lesson, as a learner sees it. */
const stepShown = (body: string): string[] => {
  const source = lesson(body)
  const lab = labOf(source)
  const step = lab.steps[0]!
  const { steps, promptOf } = readDocument(source, lab)
  const blocks = new Map(step.blocks.map((each) => [each.position.line, each]))
  return proseLines(steps.get(step)!, { ...VIEW, captured: capturedNames(lab), promptOf, blocks })
}

describe('prose on a terminal', () => {
  it('wraps paragraphs and parts them by an empty line', () => {
    expect(shown('one two three four five six seven\neight nine ten\n\nand on')).toEqual([
      'one two three four five six seven eight',
      'nine ten',
      '',
      'and on',
    ])
  })

  it('marks code by backquotes where there are no colours, and by colour where there are', () => {
    expect(shown('the `ip` tool')).toEqual(['the `ip` tool'])
    expect(shown('the `ip` tool', { paint: makePaint(true) })).toEqual(['the \x1b[36mip\x1b[39m tool'])
  })

  it('fills in values that are known, names those to be captured, and leaves other braces alone', () => {
    expect(shown('at `{host.ip}`, id {id}, `{{.ID}}`, `$' + '{id}`, {a,b} {other}')).toEqual([
      'at `10.0.0.1`, id <id>, `{{.ID}}`,',
      '`$' + '{id}`, {a,b} {other}',
    ])
  })

  it('sets lists in, with lists inside them', () => {
    expect(shown('- one\n- two\n  1. three\n  2. four')).toEqual([
      '  • one',
      '  • two',
      '     1. three',
      '     2. four',
    ])
  })

  it('sets tables in columns', () => {
    expect(shown('| a | `b` |\n| --- | :-: |\n| long | x |\n| | y |')).toEqual([
      'a     b',
      'long  x',
      '      y',
    ])
  })

  it('titles the containers of VitePress, and leaves out pictures and HTML', () => {
    expect(
      shown(
        '::: tip\nRead `man`.\n:::\n\n```mermaid\ngraph\n```\n\n<div>x</div>\n\n::: warning Mind\nthis\n:::',
      ),
    ).toEqual(['Tip: Read `man`.', '', 'Mind: this'])
  })

  it('shows links with where they lead to, and other fences as they are', () => {
    expect(shown('[man](https://man7.org/) or [up](../up)')).toEqual(['man (https://man7.org/) or up'])
    expect(shown('```json\n{"a": 1}\n  b\n```')).toEqual(['│ {"a": 1}', '│   b'])
  })
})

describe('a step on a terminal', () => {
  it('shows commands with their prompts, and what they print as a learner reads it', () => {
    const body = block(
      'console',
      'host$ docker run -ti --rm busybox',
      'box# ping {host.ip} \\',
      '> -c 1',
      '{id:hex} {host.ip} {*} {/x+/}',
      '...',
      '[1]',
    )
    expect(stepShown(body)).toEqual([
      '│ host$ docker run -ti --rm busybox',
      '│ box# ping 10.0.0.1 \\',
      '│ > -c 1',
      '│ <id> 10.0.0.1 … …',
      '│ …',
      '│ (exit status 1)',
    ])
  })

  it('shows neither hints nor blocks that are out of sight', () => {
    const body = [
      'Before.',
      '',
      block('setup', 'host$ true'),
      block('check it is so', 'host$ false'),
      '::: hint',
      'Secret.',
      ':::',
      '',
      'After.',
    ].join('\n')
    expect(stepShown(body)).toEqual(['Before.', '', 'After.'])
  })
})
