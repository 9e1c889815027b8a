/** What labs/README.md says of the labs is what the labs say of themselves. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Lab } from '../../runner/lab/lab.ts'
import { labOf } from '../lab/lesson.ts'

const folder = join(import.meta.dirname, '../../labs')
const README = readFileSync(join(folder, 'README.md'), 'utf8')
const LABS = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => labOf(readFileSync(join(folder, name, 'index.md'), 'utf8'), `labs/${name}/index.md`))

interface Link {
  text: string
  lab: string
  /** Empty where the link leads to the whole lab. */
  step: string
}

interface Row {
  line: number
  /** The nearest heading above the table, without its marks. */
  heading: string
  cells: string[]
}

const linksIn = (text: string): Link[] =>
  [...text.matchAll(/\[([^\]]*)\]\(([\w-]+)\/index\.md(?:#([^)]*))?\)/g)].map(([, text, lab, step]) => ({
    text: text!,
    lab: lab!,
    step: step ?? '',
  }))

/** The rows of every table in a page, without those that head one. */
const rowsOf = (page: string): Row[] => {
  const lines = page.split('\n')
  const isRule = (line: string | undefined) => /^\|[ :|-]+$/.test(line ?? '')
  let heading = ''
  return lines.flatMap((line, index) => {
    heading = /^#+ (.*)/.exec(line)?.[1] ?? heading
    if (!line.startsWith('|') || isRule(line) || isRule(lines[index + 1])) return []
    const cells = line.split(/(?<!\\)\|/).slice(1, -1)
    return [{ line: index + 1, heading, cells: cells.map((cell) => cell.trim()) }]
  })
}

const TITLE = /^# (.*)/m
const SOURCE = /^\S+\.txt\b/

/** Links to a lab or a step that isn't there, or that are called otherwise than the step they lead to. */
const deadLinks = (page: string, labs: Lab[]): string[] =>
  page.split('\n').flatMap((line, index) =>
    linksIn(line).flatMap(({ text, lab: name, step }) => {
      const lab = labs.find((lab) => lab.name === name)
      const at = `labs/README.md:${index + 1}: [${text}]`
      if (!lab) return [`${at} leads to the lab ${name}, which is not in labs/.`]
      if (step && !lab.steps.some(({ id }) => id === step))
        return [
          `${at} leads to #${step}; the steps of ${name} are ${lab.steps.map(({ id }) => id).join(', ')}.`,
        ]
      if (step && text !== `${name}#${step}`) return [`${at} leads to ${name}#${step}; call it that.`]
      return []
    }),
  )

/** Where the course table, the one below the page's title, is not what the labs' frontmatter says. */
const courseFaults = (page: string, labs: Lab[]): string[] => {
  const course = rowsOf(page).filter(({ heading }) => heading === TITLE.exec(page)?.[1])
  return labs.flatMap(({ name, title, minutes, description }) => {
    const rows = course.filter(({ cells }) => linksIn(cells[0]!).some(({ lab }) => lab === name))
    if (rows.length !== 1) return [`labs/README.md: ${name} stands ${rows.length} times in the course table.`]
    const { line, cells } = rows[0]!
    const says = [linksIn(cells[0]!)[0]!.text, ...cells.slice(1)]
    return [title, `${minutes}`, description].flatMap((expected, column) =>
      says[column] === expected
        ? []
        : [`labs/README.md:${line}: "${says[column]}" stands where labs/${name}/index.md has "${expected}".`],
    )
  })
}

/** Where the tables of the sources, and the `sources:` of the labs, don't say the same. */
const sourceFaults = (page: string, labs: Lab[]): string[] => {
  const rows = rowsOf(page).flatMap(({ line, heading, cells }) => {
    const source = SOURCE.exec(heading)?.[0]
    return source ? [{ line, source, links: linksIn(cells[1] ?? '') }] : []
  })
  const unmapped = rows
    .filter(({ links }) => !links.some(({ step }) => step))
    .map(({ line }) => `labs/README.md:${line}: no step runs this; link one in the second column.`)
  const unnamed = rows.flatMap(({ line, source, links }) =>
    links
      .filter(({ lab: name }) => labs.some((lab) => lab.name === name && !lab.sources.includes(source)))
      .map(
        ({ lab }) =>
          `labs/README.md:${line}: ${lab} runs this; add ${source} to sources: in its frontmatter.`,
      ),
  )
  const unused = labs.flatMap(({ name, sources }) =>
    sources
      .filter(
        (of) => !rows.some(({ source, links }) => source === of && links.some(({ lab }) => lab === name)),
      )
      .map(
        (of) => `labs/${name}/index.md: names ${of}, but labs/README.md has no row of it that leads here.`,
      ),
  )
  return [...unmapped, ...unnamed, ...unused]
}

const changed = (from: string | RegExp, to: string): string => {
  const page = README.replace(from, to)
  if (page === README) throw new Error(`labs/README.md has no ${from} that could be changed`)
  return page
}
const changedLab = (name: string, change: Partial<Lab>): Lab[] =>
  LABS.map((lab) => (lab.name === name ? { ...lab, ...change } : lab))
const lineOf = (text: string): number => README.slice(0, README.indexOf(text)).split('\n').length
const without = (page: string, text: string): string =>
  page
    .split('\n')
    .filter((line) => !line.includes(text))
    .join('\n')

describe('the links of labs/README.md', () => {
  it('lead to labs and steps that are there', () => expect(deadLinks(README, LABS)).toEqual([]))

  it('are told where there is no such lab', () => {
    const line = lineOf('[veth#pair]')
    expect(deadLinks(changed('[veth#pair](veth/', '[veth#pair](vet/'), LABS)).toEqual([
      `labs/README.md:${line}: [veth#pair] leads to the lab vet, which is not in labs/.`,
    ])
  })

  it('are told where there is no such step', () => {
    const page = changed('[networks#list](networks/index.md#list)', '[networks#ls](networks/index.md#ls)')
    expect(deadLinks(page, LABS)).toEqual([
      expect.stringMatching(/README\.md:\d+: \[networks#ls\] leads to #ls; .* networks are list, none, /),
    ])
  })

  it('are told where they are called otherwise', () => {
    expect(deadLinks(changed('[networks#list]', '[networks#none]'), LABS)).toEqual([
      expect.stringContaining('[networks#none] leads to networks#list; call it that.'),
    ])
  })
})

describe('the course table of labs/README.md', () => {
  it('has every lab as it is', () => expect(courseFaults(README, LABS)).toEqual([]))

  it('is told where a lab is missing', () => {
    expect(courseFaults(without(README, '](veth/index.md) |'), LABS)).toEqual([
      'labs/README.md: veth stands 0 times in the course table.',
    ])
  })

  it('is told where a lab stands twice', () => {
    expect(courseFaults(changed(/^\| \[.*\n/m, '$&$&'), LABS)).toEqual([
      'labs/README.md: networks stands 2 times in the course table.',
    ])
  })

  it.each([
    ['title', { title: 'Cables' }, '"A cable by hand" stands where labs/veth/index.md has "Cables"'],
    ['minutes', { minutes: 99 }, '"25" stands where labs/veth/index.md has "99"'],
    ['description', { description: 'Wire.' }, 'stands where labs/veth/index.md has "Wire."'],
  ])('is told where the %s differs', (_, change, message) => {
    expect(courseFaults(README, changedLab('veth', change))).toEqual([expect.stringContaining(message)])
  })
})

describe('the tables of the sources in labs/README.md', () => {
  const [source] = LABS.find(({ name }) => name === 'macvlan')!.sources

  it("agree with the labs' sources", () => expect(sourceFaults(README, LABS)).toEqual([]))

  it('are told where a row has no step', () => {
    const line = lineOf('[overlay#network](overlay/index.md#network)')
    const page = changed(/(\| overlay: [^|]*\|)[^|]*\|/, '$1 |')
    expect(sourceFaults(page, LABS)).toContain(
      `labs/README.md:${line}: no step runs this; link one in the second column.`,
    )
  })

  it('are told where a row has a lab, but no step of it', () => {
    const page = changed(/(\| overlay: [^|]*\|)[^|]*\|/, '$1 [overlay](overlay/index.md) |')
    expect(sourceFaults(page, LABS)).toEqual([expect.stringContaining('no step runs this')])
  })

  it('are told where a lab does not name the source of a row', () => {
    expect(sourceFaults(README, changedLab('macvlan', { sources: [] }))).toContain(
      `labs/README.md:${lineOf('[macvlan#network](')}: macvlan runs this; add ${source} to sources: in its frontmatter.`,
    )
  })

  it('are told where a lab names a source that has no row for it', () => {
    expect(sourceFaults(without(README, '| [macvlan#network]'), LABS)).toEqual([
      `labs/macvlan/index.md: names ${source}, but labs/README.md has no row of it that leads here.`,
    ])
  })

  it('are told where a lab names a source that has no table', () => {
    expect(sourceFaults(changed(`### ${source}`, '### a text'), LABS)).toContain(
      `labs/macvlan/index.md: names ${source}, but labs/README.md has no row of it that leads here.`,
    )
  })
})
