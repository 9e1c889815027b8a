import { describe, expect, it } from 'vitest'
import { parse } from '../../runner/lab/parse.ts'
import { block, labOf, lesson } from './lesson.ts'

const DESIGN = `---
title: Host networking
description: Run a container without a network of its own.
minutes: 15
requires: [docker]            # docker, netns, two-machines, net-admin …
containers: [busybox, nginx]  # container images loaded before the lab starts
sources: [001_e08d531131e1aced.txt]
---

# Host networking

## The container takes the host's name {#hostname}

With \`--net=host\` …

\`\`\`console
host$ hostname
{host.name}
host$ docker run --rm --net=host busybox hostname
{host.name}
host$ docker run --rm busybox hostname
{id:hex}
\`\`\`

## Two servers, one port {#port-conflict}

\`\`\`console within=5s
host$ docker run -d --name web --net=host nginx
{id:hex}
host$ ss -tln
State Recv-Q Send-Q Local Address:Port Peer Address:Port Process
...
LISTEN 0 {*} 0.0.0.0:80 0.0.0.0:*
...
\`\`\`

\`\`\`check nginx listens on the host's own port 80
host$ ss -Htln 'sport = :80'
LISTEN {*}:80 {*}
\`\`\`

::: hint
Publish nothing: in host mode there is no port to map.
:::
`

const host = { prompt: 'host', terminal: 'host', enters: false, exit: 0 }
const plain = { unordered: false, background: false }

describe('parse', () => {
  it('reads the lesson of the design', () => {
    expect(parse(DESIGN, 'labs/host-network/index.md')).toEqual({
      problems: [],
      lab: {
        name: 'host-network',
        file: 'labs/host-network/index.md',
        title: 'Host networking',
        description: 'Run a container without a network of its own.',
        minutes: 15,
        requires: ['docker'],
        containers: ['busybox', 'nginx'],
        sources: ['001_e08d531131e1aced.txt'],
        vary: {},
        blocks: [],
        steps: [
          {
            id: 'hostname',
            title: "The container takes the host's name",
            position: { line: 12, column: 1 },
            lines: { from: 12, to: 24 },
            hints: [],
            blocks: [
              {
                kind: 'console',
                title: '',
                position: { line: 16, column: 1 },
                lines: { from: 17, to: 22 },
                indent: '',
                options: plain,
                commands: [
                  {
                    ...host,
                    text: 'hostname',
                    position: { line: 17, column: 1 },
                    expected: [{ text: '{host.name}', position: { line: 18, column: 1 } }],
                  },
                  {
                    ...host,
                    text: 'docker run --rm --net=host busybox hostname',
                    position: { line: 19, column: 1 },
                    expected: [{ text: '{host.name}', position: { line: 20, column: 1 } }],
                  },
                  {
                    ...host,
                    text: 'docker run --rm busybox hostname',
                    position: { line: 21, column: 1 },
                    expected: [{ text: '{id:hex}', position: { line: 22, column: 1 } }],
                  },
                ],
              },
            ],
          },
          {
            id: 'port-conflict',
            title: 'Two servers, one port',
            position: { line: 25, column: 1 },
            lines: { from: 25, to: 44 },
            hints: ['Publish nothing: in host mode there is no port to map.'],
            blocks: [
              {
                kind: 'console',
                title: '',
                position: { line: 27, column: 1 },
                lines: { from: 28, to: 34 },
                indent: '',
                options: { ...plain, within: 5000 },
                commands: [
                  {
                    ...host,
                    text: 'docker run -d --name web --net=host nginx',
                    position: { line: 28, column: 1 },
                    expected: [{ text: '{id:hex}', position: { line: 29, column: 1 } }],
                  },
                  {
                    ...host,
                    text: 'ss -tln',
                    position: { line: 30, column: 1 },
                    expected: [
                      {
                        text: 'State Recv-Q Send-Q Local Address:Port Peer Address:Port Process',
                        position: { line: 31, column: 1 },
                      },
                      { text: '...', position: { line: 32, column: 1 } },
                      { text: 'LISTEN 0 {*} 0.0.0.0:80 0.0.0.0:*', position: { line: 33, column: 1 } },
                      { text: '...', position: { line: 34, column: 1 } },
                    ],
                  },
                ],
              },
              {
                kind: 'check',
                title: "nginx listens on the host's own port 80",
                position: { line: 37, column: 1 },
                lines: { from: 38, to: 39 },
                indent: '',
                options: plain,
                commands: [
                  {
                    ...host,
                    text: "ss -Htln 'sport = :80'",
                    position: { line: 38, column: 1 },
                    expected: [{ text: 'LISTEN {*}:80 {*}', position: { line: 39, column: 1 } }],
                  },
                ],
              },
            ],
          },
        ],
      },
    })
  })

  it.each([
    ['CRLF', DESIGN.replaceAll('\n', '\r\n')],
    ['CR', DESIGN.replaceAll('\n', '\r')],
    ['a byte order mark', `\ufeff${DESIGN}`],
    ['no final newline', DESIGN.trimEnd()],
  ])('reads the same with %s', (_, source) => {
    expect(parse(source, 'index.md')).toEqual(parse(DESIGN, 'index.md'))
  })

  it.each([
    ['labs/veth/index.md', 'veth'],
    ['labs/veth/index.zh.md', 'veth'],
    ['C:\\labs\\veth\\index.md', 'veth'],
    ['lessons/ping.md', 'ping'],
    ['index.md', 'index'],
  ])('names the lab of %s %s', (file, name) => {
    expect(labOf(DESIGN, file).name).toBe(name)
  })

  it('runs only what is fenced and of a kind that runs', () => {
    const prose = [
      'host$ this is prose',
      '    host$ this is indented code',
      '`host$ inline`',
      block('bash', 'host$ shown'),
      block('', 'host$ shown'),
      block('text', '```console', 'host$ shown'),
      '<!--\n```console\nhost$ hidden\n```\n-->',
    ]
    const { steps } = labOf(lesson([...prose, block('console', 'host$ run')].join('\n\n')))
    expect(steps[0]!.blocks.flatMap(({ commands }) => commands.map(({ text }) => text))).toEqual(['run'])
  })

  it('takes setup and cleanup before the first step', () => {
    const source = lesson('').replace(
      '## One',
      `${block('setup', '$ a')}\n\n${block('cleanup', '$ b')}\n\n## One`,
    )
    expect(labOf(source).blocks.map(({ kind }) => kind)).toEqual(['setup', 'cleanup'])
  })

  it('reads a fence in a list, with its indentation', () => {
    const [list] = labOf(lesson('- a\n  1. b\n\n     ```console\n     host$ x\n     \n     y\n     ```\n'))
      .steps[0]!.blocks
    expect(list).toMatchObject({
      indent: '     ',
      position: { line: 12, column: 6 },
      lines: { from: 13, to: 15 },
      commands: [
        {
          text: 'x',
          position: { line: 13, column: 6 },
          expected: [{ text: '' }, { text: 'y', position: { line: 15, column: 6 } }],
        },
      ],
    })
  })

  it('reads a fence that begins its list item', () => {
    const [item] = labOf(lesson('- ```console\n  host$ x\n  ```')).steps[0]!.blocks
    expect(item).toMatchObject({ indent: '  ', position: { line: 9, column: 3 }, commands: [{ text: 'x' }] })
  })

  it('reads a fence in a quote, with its marks', () => {
    const [quote] = labOf(lesson('> ```console\n> host$ x\n> > more\n> y\n> ```')).steps[0]!.blocks
    expect(quote).toMatchObject({
      indent: '> ',
      commands: [
        {
          text: 'x\nmore',
          position: { line: 10, column: 3 },
          expected: [{ text: 'y', position: { line: 12, column: 3 } }],
        },
      ],
    })
  })

  it('reads a fence that is indented by a tab', () => {
    const [tabbed] = labOf(lesson('- a\n\n\t```console\n\thost$ x\n\ty\tz\n\t```')).steps[0]!.blocks
    expect(tabbed).toMatchObject({
      indent: '\t',
      commands: [
        {
          text: 'x',
          position: { line: 12, column: 2 },
          expected: [{ text: 'y\tz', position: { line: 13, column: 2 } }],
        },
      ],
    })
  })

  it('reads tildes, long fences and shorter ones inside', () => {
    const { blocks } = labOf(lesson('~~~~console\nhost$ cat README.md\n~~~\n```\n~~~~\n')).steps[0]!
    expect(blocks[0]!.commands[0]!.expected.map(({ text }) => text)).toEqual(['~~~', '```'])
  })

  it('shows the solution in a hint and does not run it', () => {
    const source = lesson(
      `::: hint\nTry:\n\n${block('console', 'host$ solution')}\n:::\n\n${block('console', 'host$ run')}`,
    )
    const [step] = labOf(source).steps
    expect(step!.hints).toEqual(['Try:\n\n```console\nhost$ solution\n```'])
    expect(step!.blocks).toHaveLength(1)
  })

  it('runs what stands in another container', () => {
    const [step] = labOf(lesson(`::: tip\n${block('console', 'host$ run')}\n:::`)).steps
    expect(step).toMatchObject({ hints: [], blocks: [{ kind: 'console' }] })
  })

  it('keeps a heading in a hint out of the steps', () => {
    const { steps } = labOf(lesson('::: hint\n## Not a step\n:::'))
    expect(steps.map(({ id }) => id)).toEqual(['one'])
  })

  it('reads the plain text of a translated, formatted and closed heading', () => {
    const source = lesson('').replace('## One {#one}', '## Имя *узла* и `hostname` {#one} ##')
    expect(labOf(source).steps[0]).toMatchObject({ id: 'one', title: 'Имя узла и hostname' })
  })

  it('reads ranges', () => {
    const source = lesson('').replace('minutes: 5', 'minutes: 5\nvary: {port: 8000..8999, last: 1..1}')
    expect(labOf(source).vary).toEqual({ port: { from: 8000, to: 8999 }, last: { from: 1, to: 1 } })
  })
})
