import { describe, expect, it } from 'vitest'
import { githubReporter } from '../../runner/report/github.ts'
import { Paper } from './play-on-host.ts'
import { FAILURE, labOfText, NASTY, played, tell } from './runs.ts'

/** Reads commands as GitHub's runner does: a line each, `::name key=value,…::data`, where a line ends with CR, too; then spelledOutd (ActionCommand.cs). */
const commandsOf = (text: string) =>
  text.split(/\r\n|[\r\n]/).flatMap((line) => {
    const found = /^::([a-z]+)(?: ([\s\S]*?))?::([\s\S]*)$/.exec(line)
    if (!found) return line === '' ? [] : [{ name: line }]
    const [, name, properties = '', data = ''] = found
    const said = properties.split(',').map((each) => {
      const [key, ...value] = each.split('=')
      return [
        key,
        spelledOut(value.join('=')).replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%'),
      ]
    })
    return [{ name, ...Object.fromEntries(said), data: spelledOut(data).replaceAll('%25', '%') }]
  })
const spelledOut = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n')

describe('GitHub annotations', () => {
  it('are one for each thing that fell short, at its line, and none for what holds', async () => {
    const paper = new Paper()
    tell(
      githubReporter(paper, (file) => `lessons/${file}`),
      { labs: [await played(), labOfText('x', true)], failures: [FAILURE], skipped: [], ok: false },
    )
    const [command, check, machine, ...more] = commandsOf(paper.text)
    expect(more).toEqual([])
    const error = { name: 'error', file: 'lessons/labs/demo/index.md', title: 'demo: One' }
    expect(command).toEqual({
      ...error,
      line: '15',
      data: expect.stringMatching(/^host\$ printf "a\\nc & <d>\\n" \|\ncat\n[\s\S]*\n- b\n\+ c & <d>/),
    })
    expect(check).toEqual({ ...error, line: '19', data: expect.stringMatching(/^check: nothing is there\n/) })
    expect(machine).toEqual({
      name: 'error',
      file: 'lessons/labs/far/index.md',
      line: '1',
      title: 'far: no machine',
      data: 'it is away\nmend: labwright doctor',
    })
  })

  it('say a title with comma, colon and per cent as it is', () => {
    const paper = new Paper()
    const lab = labOfText('a, b: 100%0A')
    tell(githubReporter(paper), { labs: [lab], failures: [], skipped: [], ok: false })
    expect(paper.text).toContain('title=a%2C b%3A 100%250A%3A a%2C b%3A 100%250A::')
    expect(commandsOf(paper.text)[1]).toMatchObject({ title: 'a, b: 100%0A: a, b: 100%0A' })
  })

  it('let nothing that was printed become a command or a line of its own', () => {
    const paper = new Paper()
    const lab = labOfText(`${NASTY}\n::add-mask::x\r::stop-commands::y`)
    tell(githubReporter(paper), { labs: [lab], failures: [], skipped: [], ok: false })
    const commands = commandsOf(paper.text)
    expect(commands.length).toBeGreaterThan(3)
    expect([...new Set(commands.map(({ name }) => name))]).toEqual(['error'])
    expect(commands[0]).toMatchObject({
      data: expect.stringContaining('\n::add-mask::x\r::stop-commands::y'),
    })
  })
})
