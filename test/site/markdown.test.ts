import { createMarkdownRenderer } from 'vitepress'
import { beforeAll, describe, expect, it } from 'vitest'
import { lessonMarkdown } from '../../site/markdown/plugin.ts'

let render: (body: string, env?: object) => string

beforeAll(async () => {
  const md = await createMarkdownRenderer('/', {
    html: false,
    attrs: { disable: true },
    config: lessonMarkdown,
  })
  render = (body, more = {}) => {
    const source = `---\ntitle: T\ndescription: D\nminutes: 1\n---\n\n# T\n\n${body}`
    return md.render(source, { path: '/labs/x/index.md', source, ...more })
  }
})

const CONSOLE = '```console\nhost$ echo {host.ip}\n{id:hex} {*}\n...\nbox# id\n[7]\n```\n'
const CHECK = '```check it <b>holds</b> {{ 1 + 1 }}\nhost$ true\nx\n```\n'

describe('the page of a lesson', () => {
  it('has the commands with their prompts, placeholders and exit status', () => {
    const html = render(`## One {#one}\n\n${CONSOLE}`)
    const commands = JSON.parse(
      /:commands="([^"]*)"/.exec(html)![1]!.replaceAll('&quot;', '"').replaceAll('&#39;', "'"),
    )
    expect(commands).toMatchObject([
      {
        prompt: 'host$',
        text: ['echo ', { name: 'host.ip' }],
        output: [[{ name: 'id', type: 'hex' }, ' ', { any: true }], [{ gap: true }]],
      },
      { prompt: 'box#', text: ['id'], output: [], exit: 7 },
    ])
  })

  it('numbers hints by step, and gives the last one the solution', () => {
    const html = render(
      `## One {#one}\n\n${CONSOLE}\n${CHECK}\n::: hint\nfirst\n:::\n\n::: hint\nsecond\n:::\n`,
    )
    const boxes = html.match(/<HintBox[^>]*>/g)!
    expect(boxes).toHaveLength(2)
    expect(boxes[0]).toContain('step="one" :index="0" :of="2">')
    expect(boxes[1]).toContain('step="one" :index="1" :of="2" :solution=')
  })

  it('shows live values in prose and in inline code, at the end of a paragraph too', () => {
    const html = render(`## One {#one}\n\n${CONSOLE}\nSee \`ping {host.ip}\` at {host.ip}\n\nNot {this}.\n`)
    expect(html).toContain('<code>ping <LiveValue name="host.ip" /></code>')
    expect(html).toContain('at <LiveValue name="host.ip" /></p>')
    expect(html).toContain('Not {this}.')
  })

  it.each(['setup', 'cleanup'])('does not show %s', (kind) => {
    expect(render(`## One {#one}\n\n${CONSOLE}\n\`\`\`${kind}\nhost$ secret\n\`\`\`\n`)).not.toContain(
      'secret',
    )
  })

  it('lets no text become HTML or a Vue expression', () => {
    const html = render(
      `## One {#one}\n\n${CONSOLE}\n${CHECK}\n::: hint\nh\n:::\n\n<script>alert(1)</script> {{ 7 * 7 }}\n`,
    )
    expect(html).not.toMatch(/<script|<b>/)
    expect(html.replaceAll('<span v-pre>{{</span>', '')).not.toContain('{{')
  })

  it('keeps quotes of commands inside their attribute', () => {
    const html = render('## One {#one}\n\n```console\nhost$ echo "><img src=x onerror=alert(1)>"\n```\n')
    expect(html).not.toContain('<img')
  })

  it.each([
    ['../veth/index.md', '/veth/'],
    ['../veth/index.ru.md#pair', '/ru/veth/#pair'],
    ['../../labs/veth/index.zh.md', '/zh/veth/'],
  ])('leads from %s to %s', (link, address) => {
    expect(render(`## One {#one}\n\n${CONSOLE}\n[on](${link})\n`)).toContain(`href="${address}"`)
  })

  it('has words to be found, and no components, in the search', () => {
    const html = render(`## One {#one}\n\n${CONSOLE}`, { forSearch: true })
    expect(html).toContain('<pre>echo {host.ip}')
    expect(html).not.toMatch(/<[A-Z]/)
  })
})
