import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../../runner/expect/compile.ts'
import { quoteLine } from '../../runner/expect/quote.ts'
import { rewrite } from '../../runner/expect/rewrite.ts'
import { readCommands } from '../../runner/lab/prompts.ts'
import { capturesOf, expectationOf, linesOf, matchText, variables } from './lines.ts'

const rewritten = (printed: string, output: string, values = {}, unordered = false): string =>
  rewrite(expectationOf(printed, { unordered }), output, variables(values)).join('\n')

describe('printed lines rewritten to what came', () => {
  it.each([
    ['what matches stays', '{x}  b\n...', 'a b\nc', '{x}  b\n...'],
    ['what is not compared stays', '', 'anything', ''],
    ['a changed line', 'a\nb\nc', 'a\nx\nc', 'a\nx\nc'],
    ['a new line', 'a\nc', 'a\nb\nc', 'a\nb\nc'],
    ['a line that is gone', 'a\nb\nc', 'a\nc', 'a\nc'],
    ['no output at all', 'a\nb', '', ''],
    [
      'a placeholder beside a changed word',
      'State: {id:hex} running',
      'State: 3f2a exited',
      'State: {id:hex} exited',
    ],
    [
      'several placeholders',
      '{n:int}: {dev}: <{flags}> mtu 1500',
      '2: eth0: <UP> mtu 1400',
      '{n:int}: {dev}: <{flags}> mtu 1400',
    ],
    ['an expression', 'took {/[0-9]+/} ms', 'took 12 seconds', 'took {/[0-9]+/} seconds'],
    ['any text', 'LISTEN 0 {*} 0.0.0.0:81', 'LISTEN 0  511  0.0.0.0:80', 'LISTEN 0 {*} 0.0.0.0:80'],
    ['a placeholder that can hold no more', 'port {p:int} open', 'port none open', 'port none open'],
    [
      'a name that must repeat and does not',
      'name {x}\nthen name {x}',
      'name a\nthen name b',
      'name {x}\nthen name b',
    ],
    ['a known value is written only where it stood', '{host.name} a\nb', 'lab x\nlab', '{host.name} x\nlab'],
    ['a fact that nobody knows', 'on {host.nam}', 'on lab', 'on lab'],
    ['... between lines that stay', 'a\n...\nb\nc', 'a\n1\n2\nb\nd', 'a\n...\nb\nd'],
    [
      '... around a line that changed',
      '...\nport 80 open\n...',
      'x\nport 81 open\ny',
      '...\nport 81 open\n...',
    ],
    ['... at the end', 'a\nb\n...', 'a\nc\nd\ne', 'a\n...'],
    ['nothing left of it', '...\nabc\n...', 'x\ny', 'x\ny'],
    ['indentation', '  inet {a:ip} up', '  inet 10.0.0.1 down', '  inet {a:ip} down'],
    ['indentation of what is new', 'a', 'a\n    b', 'a\n    b'],
    ['blank lines at the end', 'a\n\n', 'b', 'b\n\n'],
  ])('%s', (_, printed, output, result) => {
    expect(rewritten(printed, output, { 'host.name': 'lab' })).toBe(result)
  })

  it.each([
    ['a\nport {p:int} open\nb', 'b\nport 80 shut\na', 'a\nport {p:int} shut\nb'],
    ['a\nb', 'c\nb\na', 'a\nb\nc'],
    ['a\nb\n...', 'c\na', 'a\n...'],
  ])('in any order: %j and %j', (printed, output, result) => {
    expect(rewritten(printed, output, {}, true)).toBe(result)
  })
})

describe('output that reads like a pattern', () => {
  it.each([
    ['...', '{/\\.\\.\\./}'],
    ['{x}', '{/\\{/}x}'],
    ['{*} and {/x', '{/\\{/}*} and {/\\{/}/x'],
    ['{"a": {"b": 1}}', '{"a": {"b": 1}}'],
    ['# Generated', '{/#/} Generated'],
    ['host$ ls', 'host{/\\$/} ls'],
    ['> more', '{/>/} more'],
    ['[7]', '{/\\[/}7]'],
    ['```', '{/```/}'],
    ['a\rb', 'a{/\\x{d}/}b'],
    ['plain   text  ', 'plain   text'],
  ])('%j is written %j', (line, quoted) => {
    expect(quoteLine(line)).toBe(quoted)
  })
})

const PIECES = [
  '{',
  '}',
  '{x}',
  '{y:int}',
  '{*}',
  '{/',
  '/}',
  '{/a/}',
  '$',
  '{{',
  '}}',
  '...',
  '[7]',
  '# ',
  '> ',
  '`',
  '~',
  'a',
  'b',
  '7',
  ' ',
  '  ',
  '\t',
  '\r',
  '\\',
  '/',
  ':',
  '.',
  '🐳',
  '\ud83d',
  '\x00',
  '\u00a0',
]
const line = fc.array(fc.constantFrom(...PIECES), { maxLength: 10 }).map((pieces) => pieces.join(''))
const output = fc
  .array(
    fc.oneof(
      line,
      fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', '')),
    ),
    { maxLength: 8 },
  )
  .map((lines) => lines.join('\n'))
const word = fc.constantFrom(
  'a',
  'b',
  'port',
  '80',
  '3f2a',
  '{x}',
  '{y}',
  '{n:int}',
  '{id:hex}',
  '{*}',
  '{r:*}',
  '{/[a-z]+/}',
  '{host.name}',
  'lab',
)
const printed = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.array(word, { maxLength: 5 }).map((words) => words.join(' ')) },
      { weight: 1, arbitrary: fc.constant('...') },
    ),
    { maxLength: 8 },
  )
  .map((lines) => lines.join('\n'))
const plainWord = fc.constantFrom('a', 'b', 'port', '80', '3f2a', 'lab')
const plainOutput = fc
  .array(
    fc.array(plainWord, { maxLength: 5 }).map((words) => words.join('  ')),
    { maxLength: 8 },
  )
  .map((lines) => lines.join('\n'))

describe('for any input', () => {
  it('a quoted line matches itself and captures nothing', () => {
    fc.assert(
      fc.property(output, (text) => {
        const [first = ''] = text.split('\n')
        const quoted = quoteLine(first)
        expect(capturesOf(`a\n${quoted}\na`, `a\n${first}\na`)).toEqual({})
        expect(capturesOf(`a\n${quoted}\na`, `a\n${first}x\na`)).toBeUndefined()
      }),
      { numRuns: 1_000 },
    )
  })

  it('a quoted line is output to the parser too', () => {
    fc.assert(
      fc.property(line, (text) => {
        const quoted = quoteLine(text)
        fc.pre(quoted !== '')
        const block = ['$ command', quoted, quoted].map((text, index) => ({
          text,
          position: { line: index + 1, column: 1 },
        }))
        const refuse = (rule: string): never => {
          throw new Error(rule)
        }
        const [command, ...more] = readCommands(block, { refuse } as never)
        expect(more).toEqual([])
        expect(command?.expected.map(({ text }) => text)).toEqual([quoted, quoted])
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['hostile', output, output],
    ['likely', printed, plainOutput],
  ])('what is rewritten matches, and is not rewritten again: %s input', (_, patterns, outputs) => {
    fc.assert(
      fc.property(patterns, outputs, fc.boolean(), (pattern, text, unordered) => {
        const compiled = compile(linesOf(pattern), { unordered })
        fc.pre(compiled.ok)
        const values = { 'host.name': 'lab' }
        const once = rewritten(pattern, text, values, unordered)
        expect(matchText(once, text, values, { unordered })).toMatchObject({ ok: true })
        expect(rewritten(once, text, values, unordered)).toBe(once)
        if (matchText(pattern, text, values, { unordered }).ok) expect(once).toBe(pattern)
      }),
      { numRuns: 500 },
    )
  })
})
