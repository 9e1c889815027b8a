import { describe, expect, it } from 'vitest'
import { parse } from '../../runner/lab/parse.ts'
import { place } from '../../runner/lab/problem.ts'
import { block, lesson } from './lesson.ts'

const FILE = 'labs/demo/index.md'
const frontmatter = (...lines: string[]): string =>
  ['---', ...lines, '---', '', '## One {#one}', ''].join('\n')
const whole = ['title: T', 'description: D', 'minutes: 5']
const step = (heading: string): string => lesson('').replace('## One {#one}', heading)
const before = (text: string): string => lesson('').replace('## One', `${text}\n\n## One`)

/** Lines count from 1; the body of `lesson` begins at line 9, its step at line 8. */
const MALFORMED: [
  what: string,
  source: string,
  place: string,
  rule: string,
  message: RegExp,
  mend: RegExp,
][] = [
  ['no frontmatter', '## One {#one}\n', '1:1', 'missing-frontmatter', /no frontmatter/, /`title:`/],
  [
    'unclosed frontmatter',
    '---\ntitle: T\n\n## One {#one}\n',
    '1:1',
    'missing-frontmatter',
    /Nothing closes/,
    /line `---`/,
  ],
  ['broken YAML', frontmatter('title: "T', 'minutes: 5'), '3:11', 'malformed-frontmatter', /YAML/, /quotes/],
  ['a key given twice', frontmatter(...whole, 'title: U'), '5:1', 'malformed-frontmatter', /unique/, /YAML/],
  [
    'frontmatter that is a list',
    frontmatter('- a'),
    '1:1',
    'malformed-frontmatter',
    /keys and values/,
    /key: value/,
  ],
  [
    'an alias to nothing',
    frontmatter(...whole, 'vary: *x'),
    '5:7',
    'malformed-frontmatter',
    /`\*x`/,
    /Write out/,
  ],
  [
    'no title',
    frontmatter('description: D', 'minutes: 5'),
    '1:1',
    'malformed-frontmatter',
    /no `title`/,
    /title: Host/,
  ],
  [
    'no minutes',
    frontmatter('title: T', 'description: D'),
    '1:1',
    'malformed-frontmatter',
    /no `minutes`/,
    /minutes: 15/,
  ],
  [
    'a title that is a number',
    frontmatter('title: 5', 'description: D', 'minutes: 5'),
    '2:1',
    'malformed-frontmatter',
    /`5`.*`title`/,
    /title: /,
  ],
  [
    'half a minute',
    frontmatter('title: T', 'description: D', 'minutes: 0.5'),
    '4:1',
    'malformed-frontmatter',
    /`0.5`.*`minutes`/,
    /15/,
  ],
  [
    'an unknown key',
    frontmatter(...whole, 'require: [docker]'),
    '5:1',
    'malformed-frontmatter',
    /`require`/,
    /Did you mean `requires`/,
  ],
  [
    'an unknown key far from any',
    frontmatter(...whole, 'colour: red'),
    '5:1',
    'malformed-frontmatter',
    /`colour`/,
    /title, description/,
  ],
  [
    'an unknown requirement',
    frontmatter(...whole, 'requires: [netns, dokcer]'),
    '5:19',
    'malformed-frontmatter',
    /`dokcer`/,
    /`docker`/,
  ],
  [
    'requires that is no list',
    frontmatter(...whole, 'requires: docker'),
    '5:1',
    'malformed-frontmatter',
    /`docker`/,
    /\[docker\]/,
  ],
  [
    'a range from high to low',
    frontmatter(...whole, 'vary:', '  port: 9..8'),
    '6:3',
    'malformed-frontmatter',
    /`9..8`.*lower end first/,
    /8000\.\.8999/,
  ],
  [
    'a range that is none',
    frontmatter(...whole, 'vary: {port: 80}'),
    '5:8',
    'malformed-frontmatter',
    /`80`/,
    /8000\.\.8999/,
  ],
  [
    'a name that is none',
    frontmatter(...whole, 'vary: {"a b": 1..2}'),
    '5:8',
    'malformed-frontmatter',
    /`a b`/,
    /letters, digits/,
  ],

  ['no step', frontmatter(...whole).replace('## One', '### One'), '1:1', 'no-step', /no step/, /## /],
  ['a step without id', step('## Ends meet'), '8:1', 'step-without-id', /"Ends meet"/, /\{#ends-meet\}/],
  [
    'an underlined heading without id',
    step('Ends meet\n---'),
    '8:1',
    'step-without-id',
    /"Ends meet"/,
    /\{#ends-meet\}/,
  ],
  [
    'a step with an id that is none',
    step('## One {#Ends_Meet}'),
    '8:8',
    'malformed-id',
    /\{#Ends_Meet\}/,
    /\{#ends-meet\}/,
  ],
  ['a step without title', step('## {#one}'), '8:1', 'untitled-step', /no title/, /## /],
  ['an id given twice', lesson('\n## Two {#one}'), '10:8', 'duplicate-step', /lines 8 and 10/, /\{#one-2\}/],

  ['an unclosed fence', lesson('```console\nhost$ x'), '9:1', 'unclosed-fence', /Nothing closes/, /```/],
  [
    'an unclosed fence in a list',
    lesson('- a\n\n  ~~~~console\n  host$ x\n\n- b'),
    '11:3',
    'unclosed-fence',
    /Nothing closes/,
    /~~~~/,
  ],
  [
    'a fence that a shorter one does not close',
    lesson('````console\nhost$ x\n```'),
    '9:1',
    'unclosed-fence',
    /Nothing closes/,
    /````/,
  ],
  [
    'a fence that an indented one does not close',
    lesson('```text\n    ```'),
    '9:1',
    'unclosed-fence',
    /Nothing closes/,
    /```/,
  ],
  [
    'an unclosed fence at the end',
    lesson('').trimEnd() + '\n```text',
    '9:1',
    'unclosed-fence',
    /Nothing closes/,
    /```/,
  ],
  [
    'a console before the first step',
    before(block('console', '$ x')),
    '8:1',
    'block-outside-step',
    /console/,
    /below a `##`/,
  ],
  [
    'a check before the first step',
    before(block('check c', '$ x')),
    '8:1',
    'block-outside-step',
    /check/,
    /setup and cleanup/,
  ],
  [
    'a check without title',
    lesson(block('check', '$ x')),
    '9:4',
    'untitled-block',
    /check has no title/,
    /check nginx/,
  ],
  [
    'a question of options only',
    lesson(block('question within=5s', '$ x', '{answer}')),
    '9:4',
    'untitled-block',
    /question/,
    /question What/,
  ],
  ['an empty block', lesson(block('console')), '9:1', 'empty-block', /no command/, /take it out/],

  [
    'an unknown option',
    lesson(block('console whitin=5s', '$ x')),
    '9:12',
    'unknown-option',
    /`whitin=5s`/,
    /`within`/,
  ],
  ['an unknown word', lesson(block('console  foo', '$ x')), '9:13', 'unknown-option', /`foo`/, /`unordered`/],
  [
    'an unknown option of a check',
    lesson(block('check a title retry=3', '$ x')),
    '9:18',
    'unknown-option',
    /`retry=3`/,
    /word the title/,
  ],
  [
    'a weight of nothing',
    lesson(block('check it holds weight=0', '$ x')),
    '9:19',
    'malformed-weight',
    /`weight=0`/,
    /whole number from 1 to 999/,
  ],
  [
    'a weight that is no whole number',
    lesson(block('check it holds weight=1.5', '$ x')),
    '9:19',
    'malformed-weight',
    /`weight=1\.5`/,
    /`weight=2`/,
  ],
  [
    'a weight that is missing',
    lesson(block('check it holds weight=', '$ x')),
    '9:19',
    'malformed-weight',
    /`weight=`/,
    /`weight=2`/,
  ],
  [
    'a weight that is too heavy',
    lesson(block('check it holds weight=1000', '$ x')),
    '9:19',
    'malformed-weight',
    /`weight=1000`/,
    /999/,
  ],
  [
    'a mistyped weight',
    lesson(block('check it holds wieght=2', '$ x')),
    '9:19',
    'unknown-option',
    /`wieght=2`/,
    /`weight`/,
  ],
  [
    'two weights',
    lesson(block('check it holds weight=2 weight=3', '$ x')),
    '9:28',
    'repeated-option',
    /`weight=3`/,
    /Take one/,
  ],
  [
    'a weight of a console',
    lesson(block('console weight=2', '$ x')),
    '9:12',
    'misplaced-weight',
    /console block/,
    /check/,
  ],
  [
    'a weight of a question',
    lesson(block('question What? weight=2', '$ x')),
    '9:19',
    'misplaced-weight',
    /question block/,
    /check/,
  ],
  [
    'a duration without unit',
    lesson(block('console within=5', '$ x')),
    '9:12',
    'malformed-duration',
    /`within=5`/,
    /300ms/,
  ],
  [
    'a duration that is missing',
    lesson(block('console timeout', '$ x')),
    '9:12',
    'malformed-duration',
    /`timeout`/,
    /timeout=5s/,
  ],
  [
    'no time at all',
    lesson(block('console within=0s', '$ x')),
    '9:12',
    'malformed-duration',
    /`within=0s`/,
    /hour/,
  ],
  [
    'a time without end',
    lesson(block('console within=9999999m', '$ x')),
    '9:12',
    'malformed-duration',
    /within/,
    /hour/,
  ],
  [
    'an option given twice',
    lesson(block('console within=5s within=6s', '$ x')),
    '9:22',
    'repeated-option',
    /`within=6s`/,
    /Take one/,
  ],
  [
    'a flag with a value',
    lesson(block('console unordered=yes', '$ x')),
    '9:12',
    'malformed-option',
    /unordered/,
    /alone/,
  ],
  [
    'a check in the background',
    lesson(block('check it runs background', '$ x')),
    '9:18',
    'misplaced-option',
    /`background`/,
    /word the title/,
  ],

  [
    'output before any command',
    lesson(block('console', 'hello', '$ x')),
    '10:1',
    'output-first',
    /`hello`/,
    /host\$ hostname/,
  ],
  [
    'a blank line before any command',
    lesson(block('console', '', '$ x')),
    '10:1',
    'output-first',
    /empty line/,
    /command/,
  ],
  [
    'blanks before the prompt',
    lesson(block('console', '  $ x')),
    '10:1',
    'output-first',
    /\$ x/,
    /blanks before the prompt/,
  ],
  ['a continuation of nothing', lesson(block('console', '> x')), '10:1', 'output-first', /`> x`/, /command/],
  [
    'a prompt without command',
    lesson(block('console', '$ x', 'box# ')),
    '11:1',
    'empty-command',
    /`box#`/,
    /\{\/#\/\}/,
  ],
  [
    'a prompt without blank',
    lesson(block('console', 'host$')),
    '10:1',
    'empty-command',
    /`host\$`/,
    /after it/,
  ],
  [
    'a status over 255',
    lesson(block('console', '$ x', '[256]')),
    '11:1',
    'malformed-exit',
    /`\[256\]`/,
    /0 to 255.*\{\/\\\[256\\\]\/\}/,
  ],

  [
    'a status above an empty line',
    lesson(block('console', '$ x', '[7]', '', '$ y')),
    '11:1',
    'misplaced-exit',
    /`\[7\]`/,
    /empty line.*\{\/\\\[7\\\]\/\}/,
  ],
  [
    'a prompt below another',
    lesson(block('console', 'host$ su', 'box# x', 'host$ y')),
    '12:1',
    'still-inside',
    /still inside box/,
    /`box\$ exit`/,
  ],
  [
    'a busy terminal',
    lesson(block('console background', '$ x') + '\n\n' + block('console', '$ y')),
    '14:1',
    'busy-terminal',
    /line 10/,
    /`host-2\$ `/,
  ],
  [
    'a container in a check',
    lesson(block('check c', 'box# ps')),
    '10:1',
    'unknown-machine',
    /`box`/,
    /docker exec box/,
  ],
  [
    'a shell in a check',
    lesson(block('check c', '$ docker run -ti busybox')),
    '10:1',
    'no-terminal',
    /no terminal/,
    /docker exec/,
  ],

  ['an unclosed hint', lesson('::: hint\nx'), '9:1', 'unclosed-hint', /Nothing closes/, /`:::`/],
  [
    'a hint that fewer colons do not close',
    lesson(':::: hint\nx\n:::'),
    '9:1',
    'unclosed-hint',
    /Nothing closes/,
    /`::::`/,
  ],
  [
    'a hint before the first step',
    before('::: hint\nx\n:::'),
    '8:1',
    'hint-outside-step',
    /before the first step/,
    /below/,
  ],
]

describe('a malformed lesson', () => {
  it.each(MALFORMED)('with %s is refused', (_, source, at, rule, message, mend) => {
    const { lab, problems } = parse(source, FILE)
    expect(lab).toBeUndefined()
    expect(problems.map((problem) => [place(problem), problem.rule])).toEqual([[`${FILE}:${at}`, rule]])
    const [problem] = problems
    expect(problem).toMatchObject({ severity: 'error', text: source.split('\n')[problem!.position.line - 1] })
    expect(problem!.message).toMatch(message)
    expect(problem!.mend).toMatch(mend)
  })

  it('has the same places with CRLF', () => {
    for (const [, source, at, rule] of MALFORMED) {
      const { problems } = parse(source.replaceAll('\n', '\r\n'), FILE)
      expect([rule, problems.map(place)]).toEqual([rule, [`${FILE}:${at}`]])
    }
  })

  it('tells all of its problems, in the order of the file', () => {
    const { problems } = parse(lesson(`${block('console foo', 'x')}\n\n## Two`), FILE)
    expect(problems.map(({ rule }) => rule)).toEqual(['unknown-option', 'output-first', 'step-without-id'])
  })
})

describe('a near miss', () => {
  it.each([
    ['Console', '`console`'],
    ['consol', '`console`'],
    ['console{1}', '`console`'],
    ['checks it holds', '`check`'],
    ['qeustion what', '`question`'],
    ['clean-up', '`cleanup`'],
  ])('of a kind is told: %s', (info, meant) => {
    const { lab, problems } = parse(lesson(block(info, '$ x')), FILE)
    expect(lab).toBeDefined()
    expect(problems).toMatchObject([
      { severity: 'warning', rule: 'unknown-block', position: { line: 9, column: 4 } },
    ])
    expect(problems[0]!.mend).toContain(meant)
  })

  it.each(['bash', 'sh', 'text', 'mermaid', 'yaml', 'c', 'json', 'diff', 'csharp', 'python', 'docker'])(
    'is not seen in %s',
    (info) => {
      expect(parse(lesson(block(info, '$ x')), FILE).problems).toEqual([])
    },
  )

  it('of a hint is told', () => {
    const { problems } = parse(lesson('::: Hint\nx\n:::'), FILE)
    expect(problems).toMatchObject([
      { severity: 'warning', rule: 'unknown-container', position: { line: 9, column: 1 } },
    ])
  })
})
