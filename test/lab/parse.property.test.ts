import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatProblem } from '../../runner/lab/format-problem.ts'
import type { Command, Lab, Position } from '../../runner/lab/lab.ts'
import { lint } from '../../runner/lab/lint.ts'
import { parse } from '../../runner/lab/parse.ts'
import { compareTranslation } from '../../runner/lab/translation.ts'
import { updateSource } from '../../runner/lab/update-source.ts'
import { version } from '../../runner/lab/version.ts'

const line = fc.constantFrom(
  '',
  ...[
    '---',
    'title: T',
    'description: D',
    'minutes: 5',
    'requires: [docker]',
    'vary: {port: 1..2}',
    'x: *y',
    '? [a',
    '__proto__: 1',
  ],
  ...['## One {#one}', '## Two {#two} ##', '## {#x', '# Lab', 'Setext {#s}', '### more {#m}'],
  ...[
    '```console',
    '```console within=5s',
    '~~~check it holds unordered',
    '```question q background',
    '```setup',
    '```bash',
    '````cleanup',
    '```',
    '~~~',
    '````',
    '```Console',
  ],
  ...[
    'host$ docker run -ti busybox',
    'box# exit',
    '$ x \\',
    '> more',
    '>',
    'beta$ su',
    '# ls',
    'host$',
    '$ echo {id} {host.nmae}',
  ],
  ...['output {id:hex}', '...', '[7]', '[999]', '{/(/}', '{answer}', '\u0000nul', '\u001b[31mred', '主机'],
  ...[
    '::: hint',
    '::: tip',
    ':::',
    ':::: hint',
    '- item',
    '1. item',
    '<!--',
    '-->',
    '<div>',
    '[a]: b',
    '&amp; \\# *e* `c`',
  ],
)
const indent = fc.constantFrom(
  '',
  '',
  '',
  '',
  ' ',
  '  ',
  '   ',
  '    ',
  '\t',
  ' \t',
  '> ',
  '>',
  '- ',
  '  > ',
  '1. ',
  '* > ',
)
const lineEnd = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r')
const fragment = fc.tuple(
  indent,
  fc.oneof({ weight: 9, arbitrary: line }, { weight: 1, arbitrary: fc.string() }),
  lineEnd,
)
const rest = fc.array(fragment, { maxLength: 40 }).map((parts) => parts.flat().join(''))
const start = fc.constantFrom(
  '',
  '\ufeff',
  '---\ntitle: T\ndescription: D\nminutes: 5\n---\n## One {#first}\n',
  '\ufeff---\r\ntitle: T\r\ndescription: D\r\nminutes: 5\r\n---\r\n',
)
const anyMarkdown = fc.tuple(start, rest).map((parts) => parts.join(''))

/** A well-formed lesson: blocks that hold something, under indentation that holds them. */
const goodBlock = fc
  .record({
    info: fc.constantFrom('console', 'console within=5s', 'check it holds', 'setup', 'cleanup unordered'),
    marks: fc.constantFrom('```', '~~~~'),
    indent: fc.constantFrom('', '  ', '> ', '   > '),
    commands: fc.array(
      fc.record({
        prompt: fc.constantFrom('$ ', '# ', 'host$ ', 'host-2# '),
        typed: fc.constantFrom('ls', 'a \\\n> b', 'cat <<EOF\n>\n> EOF'),
        output: fc.array(
          fc.constantFrom('one', '', '  two\t', '...', '{id:hex}', '- three', '# four'.slice(1)),
          { maxLength: 4 },
        ),
        exit: fc.constantFrom('', '[0]\n', '[7]\n'),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ info, marks, indent: before, commands }) => {
    const body = commands
      .map(
        ({ prompt, typed, output, exit }) =>
          `${prompt}${typed}\n${output.map((text) => `${text}\n`).join('')}${output.at(-1) === '' ? '' : exit}`,
      )
      .join('')
    return `${marks}${info}\n${body}${marks}`.replace(/^/gm, before)
  })
const goodLesson = fc
  .record({
    blocks: fc.array(goodBlock, { maxLength: 4 }),
    eol: fc.constantFrom('\n', '\r\n', '\r'),
    mark: fc.constantFrom('', '\ufeff'),
    end: fc.constantFrom('', '\n'),
  })
  .map(
    ({ blocks, eol, mark, end }) =>
      mark +
      [
        '---',
        'title: T',
        'description: D',
        'minutes: 5',
        '---',
        '## One {#one}',
        ...blocks.flatMap((each) => ['', each, '', 'Prose.']),
      ]
        .join('\n')
        .replaceAll('\n', eol) +
      (end && eol),
  )

const linesOf = (source: string): string[] => source.replace(/^\ufeff/, '').split(/\r\n|\n|\r/)
const isInside = ({ line: number, column }: Position, lines: string[]): boolean =>
  number >= 1 && number <= lines.length && column >= 1 && column <= lines[number - 1]!.length + 1
const commandsOf = (lab: Lab): Command[] =>
  [lab, ...lab.steps].flatMap(({ blocks }) => blocks.flatMap(({ commands }) => commands))

describe('any Markdown', () => {
  it('is read or refused, with places that are in the file', async () => {
    const read = fc.asyncProperty(anyMarkdown, async (source) => {
      const lines = linesOf(source)
      const { lab, problems } = parse(source, 'index.md')
      expect(lab === undefined).toBe(problems.some(({ severity }) => severity === 'error'))
      const all = [...problems, ...(lab ? lint(lab, source) : [])]
      for (const problem of all) {
        expect([problem, isInside(problem.position, lines)]).toEqual([problem, true])
        expect(formatProblem(problem)).toContain(problem.mend)
      }
      if (!lab) return
      for (const { position, expected, exitPosition } of commandsOf(lab)) {
        for (const place of [position, exitPosition ?? position, ...expected.map((each) => each.position)]) {
          expect([place, isInside(place, lines)]).toEqual([place, true])
        }
      }
      expect(compareTranslation(lab, lab, source)).toEqual([])
      expect(await version(lab)).toMatch(/^[0-9a-f]{12}$/)
    })
    await fc.assert(read, { numRuns: 1500 })
  }, 60_000)

  it('reads the same with any line ends', () => {
    fc.assert(
      fc.property(rest, (text) => {
        const lf = text.replace(/\r\n|\r/g, '\n')
        expect(parse(lf.replaceAll('\n', '\r\n'), 'index.md')).toEqual(parse(lf, 'index.md'))
      }),
      { numRuns: 300 },
    )
  }, 60_000)
})

describe('a good lesson', () => {
  it('is read, and each place holds what is said to stand there', () => {
    fc.assert(
      fc.property(goodLesson, (source) => {
        const { lab, problems } = parse(source, 'index.md')
        expect(problems).toEqual([])
        const at = ({ line: number, column }: Position) => linesOf(source)[number - 1]!.slice(column - 1)
        for (const { position, text, expected, exit, exitPosition } of commandsOf(lab!)) {
          expect(at(position).replace(/^\S* /, '')).toBe(text.split('\n')[0])
          expect(expected.map((each) => at(each.position))).toEqual(expected.map((each) => each.text))
          if (exitPosition) expect(at(exitPosition)).toBe(`[${exit}]`)
        }
      }),
      { numRuns: 500 },
    )
  }, 60_000)

  it('stays byte for byte when its output is replaced by itself', () => {
    fc.assert(
      fc.property(goodLesson, (source) => {
        const lab = parse(source, 'index.md').lab!
        const same = commandsOf(lab).map((command) => ({
          command,
          output: command.expected.map(({ text }) => text),
          exit: command.exit,
        }))
        expect(updateSource(source, lab, same)).toBe(source)
      }),
      { numRuns: 300 },
    )
  }, 60_000)

  it('holds whatever output it is given', () => {
    const output = fc.array(fc.oneof(line, fc.string()), { maxLength: 5 })
    fc.assert(
      fc.property(goodLesson, output, fc.nat({ max: 255 }), fc.nat(), (source, printed, exit, choice) => {
        const lab = parse(source, 'index.md').lab!
        const commands = commandsOf(lab)
        fc.pre(commands.length > 0)
        const index = choice % commands.length
        const updated = updateSource(source, lab, [{ command: commands[index]!, output: printed, exit }])
        const after = commandsOf(parse(updated, 'index.md').lab!)
        expect(after.map(({ text }) => text)).toEqual(commands.map(({ text }) => text))
        expect(after[index]!.exit).toBe(exit)
        for (const [other, command] of commands.entries()) {
          if (other !== index)
            expect(after[other]!.expected.map(({ text }) => text)).toEqual(
              command.expected.map(({ text }) => text),
            )
        }
      }),
      { numRuns: 500 },
    )
  }, 60_000)
})

describe('a hostile lesson', () => {
  it.each([
    ['quotes in quotes', '> '.repeat(2000)],
    ['emphases', '*a_ '.repeat(20_000)],
    ['emphases in a heading', `## ${'*a_ '.repeat(20_000)}`],
    ['lists in lists', '- '.repeat(2000)],
    ['open fences', '```console\n'.repeat(5000)],
    ['open hints', '::: hint\n'.repeat(20_000)],
    ['steps', '## One {#one}\n'.repeat(5000)],
    ['blanks', `## One${' '.repeat(100_000)}{#one\n`],
    ['backticks', `\`\`\`console\n${'`'.repeat(100_000)}x`],
    ['substitutions', `\`\`\`console\n$ ${'$('.repeat(50_000)}\n\`\`\``],
    ['quotation marks', `\`\`\`console\n$ ${'"$('.repeat(50_000)}\n\`\`\``],
    ['one long line', `\`\`\`console\n$ x\n${'{'.repeat(200_000)}\n\`\`\``],
    ['options', `\`\`\`console ${'within=5s '.repeat(20_000)}`],
    [
      'aliases',
      `---\na: &a [x, x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*a, *a]`).join('\n')}\n---\n`,
    ],
  ])(
    'of many %s takes no long time',
    (_, source) => {
      const began = performance.now()
      const { problems } = parse(source, 'index.md')
      expect(problems.length).toBeGreaterThan(0)
      expect(performance.now() - began).toBeLessThan(5000)
    },
    20_000,
  )
})
