import { describe, expect, it } from 'vitest'
import { block, labOf, lesson } from './lesson.ts'

const commands = (...lines: string[]) =>
  labOf(lesson(block('console', ...lines))).steps[0]!.blocks[0]!.commands.map(
    ({ prompt, text, expected, exit, exitPosition }) => ({
      prompt,
      text,
      output: expected.map((line) => line.text),
      exit,
      ...(exitPosition ? { exitPosition } : {}),
    }),
  )
const one = { prompt: 'host', text: 'x', output: [], exit: 0 }

describe('a prompt', () => {
  it.each(['host$ x', 'host# x', '$ x', '# x'])('`%s` is typed at the host', (line) => {
    expect(commands(line)).toEqual([one])
  })

  it('names a terminal', () => {
    expect(commands('web-2$ x')).toEqual([{ ...one, prompt: 'web-2' }])
  })

  it('keeps the blanks of its command', () => {
    expect(commands('$   a  b ')).toEqual([{ ...one, text: '  a  b ' }])
  })

  it.each([
    'Host$ x',
    '2web$ x',
    'a_b$ x',
    'web$x',
    '$HOME',
    '#!/bin/sh',
    ' $ x',
    'web % x',
    '$$ x',
    '<a># x',
  ])('is not seen in `%s`', (line) => {
    expect(commands('$ x', line)).toEqual([{ ...one, output: [line] }])
  })
})

describe('a continuation', () => {
  it('goes on under a command and under another continuation', () => {
    expect(commands('$ cat <<EOF', '> a', '>', '>   b', '> EOF', 'a')).toEqual([
      { ...one, text: 'cat <<EOF\na\n\n  b\nEOF', output: ['a'] },
    ])
  })

  it('is output below output', () => {
    expect(commands('$ x', 'a', '> b')).toEqual([{ ...one, output: ['a', '> b'] }])
  })

  it('is output without its blank', () => {
    expect(commands('$ x', '>b')).toEqual([{ ...one, output: ['>b'] }])
  })
})

describe('an exit status', () => {
  it('stands under the output', () => {
    expect(commands('$ x', 'a', '[7]', '$ x')).toEqual([
      { ...one, output: ['a'], exit: 7, exitPosition: { line: 12, column: 1 } },
      one,
    ])
  })

  it('stands alone', () => {
    expect(commands('$ x', '[255]')).toEqual([{ ...one, exit: 255, exitPosition: { line: 11, column: 1 } }])
  })

  it.each([['[7]', 'b'], ['[a]'], ['[7] '], ['[-1]'], ['a [7]']])(
    'is output where it is not the last line: %s',
    (...output) => {
      expect(commands('$ x', ...output)).toEqual([{ ...one, output }])
    },
  )

  it('is taken once: the line above is output', () => {
    expect(commands('$ x', '[7]', '[0]')).toEqual([
      { ...one, output: ['[7]'], exitPosition: { line: 12, column: 1 } },
    ])
  })
})

it('keeps empty lines in output', () => {
  expect(commands('$ x', '', 'a', '', 'b')).toEqual([{ ...one, output: ['', 'a', '', 'b'] }])
})
