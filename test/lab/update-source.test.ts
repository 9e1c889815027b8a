import { describe, expect, it } from 'vitest'
import { updateSource } from '../../runner/lab/update-source.ts'
import { block, labOf, lesson } from './lesson.ts'

/** Gives command `index` of a lesson other output. */
function update(source: string, index: number, output: string[], exit = 0): string {
  const lab = labOf(source)
  const commands = lab.steps.flatMap(({ blocks }) => blocks.flatMap((each) => each.commands))
  return updateSource(source, lab, [{ command: commands[index]!, output, exit }])
}

const SOURCE = lesson(block('console', '$ a', 'one', 'two', '$ b \\', '> c', '$ d', 'e', '[7]'))

describe('updateSource', () => {
  it('changes the lines that differ', () => {
    expect(update(SOURCE, 0, ['one', '2'])).toBe(SOURCE.replace('two', '2'))
    expect(update(SOURCE, 0, ['zero', 'one', 'two'])).toBe(SOURCE.replace('\none\n', '\nzero\none\n'))
    expect(update(SOURCE, 0, ['two'])).toBe(SOURCE.replace('one\n', ''))
    expect(update(SOURCE, 0, [])).toBe(SOURCE.replace('one\ntwo\n', ''))
  })

  it('puts output below the continuation', () => {
    expect(update(SOURCE, 1, ['x'])).toBe(SOURCE.replace('> c', '> c\nx'))
  })

  it('changes, adds and takes out the exit status', () => {
    expect(update(SOURCE, 2, ['e'], 8)).toBe(SOURCE.replace('[7]', '[8]'))
    expect(update(SOURCE, 2, ['e'], 0)).toBe(SOURCE.replace('[7]\n', ''))
    expect(update(SOURCE, 0, ['one', 'two'], 1)).toBe(SOURCE.replace('two', 'two\n[1]'))
  })

  it('keeps a zero that is printed', () => {
    const zero = SOURCE.replace('[7]', '[0]')
    expect(update(zero, 2, ['f'], 0)).toBe(zero.replace('\ne\n', '\nf\n'))
  })

  it('changes several commands at once', () => {
    const lab = labOf(SOURCE)
    const [a, b, d] = lab.steps[0]!.blocks[0]!.commands
    const updated = updateSource(SOURCE, lab, [
      { command: a!, output: ['1', '2', '3'], exit: 0 },
      { command: d!, output: [], exit: 0 },
      { command: b!, output: ['x'], exit: 0 },
    ])
    expect(updated).toBe(
      SOURCE.replace('one\ntwo', '1\n2\n3').replace('> c', '> c\nx').replace('e\n[7]\n', ''),
    )
  })

  it('keeps a byte order mark and CRLF', () => {
    const source = `\ufeff${SOURCE.replaceAll('\n', '\r\n')}`
    expect(update(source, 0, ['one', 'x', 'y'])).toBe(source.replace('two', 'x\r\ny'))
  })

  it('keeps indentation and quote marks', () => {
    const list = lesson('- a\n\n  > ```console\n  > $ a\n  > one\n  > ```\n')
    expect(update(list, 0, ['x', '', 'y'])).toBe(list.replace('> one', '> x\n  >\n  > y'))
  })

  it.each([
    [
      ['$ a', 'host# b', '#'],
      ['{/\\$/} a', '{/host#/} b', '{/#/}'],
    ],
    [
      ['> a', '> b'],
      ['{/>/} a', '> b'],
    ],
    [
      ['[7]', ''],
      ['[7]', '', '[0]'],
    ],
    [
      ['a', '[7]'],
      ['a', '[7]', '[0]'],
    ],
    [
      ['```', '  ```', '``'],
      ['{/```/}', '  {/```/}', '``'],
    ],
    [['a\rb\nc'], ['a', 'b', 'c']],
  ])('writes %j so that it is read as output', (output, written) => {
    const updated = update(SOURCE, 0, output)
    expect(updated).toBe(SOURCE.replace('one\ntwo', written.join('\n').replaceAll('$', '$$$$')))
    expect(labOf(updated).steps[0]!.blocks[0]!.commands).toHaveLength(3)
  })
})
