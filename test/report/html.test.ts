import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { htmlPage } from '../../runner/report/html.ts'
import { printable } from '../../runner/report/printable.ts'
import type { RunResult } from '../../runner/report/run.ts'
import { FAILURE, labOfText, NASTY, played } from './runs.ts'

/** A value of a page, as an XML parser reads it: that it does read it says that no text was taken for markup. */
const read = async (page: string, xpath: string): Promise<string> => {
  const input = page.replace(NAMESPACE, '')
  return (await execa('xmllint', ['--nonet', '--xpath', xpath, '-'], { input })).stdout
}

/** Without it, XPath needs no prefixes. */
const NAMESPACE = ' xmlns="http://www.w3.org/1999/xhtml"'

describe('the page of a run', () => {
  it('says the verdict, the labs, what was printed, what was expected, and where', async () => {
    const page = htmlPage({
      labs: [await played(), labOfText('x', true)],
      failures: [FAILURE],
      skipped: [],
      ok: false,
    })
    expect(await read(page, 'string(//h1)')).toBe('1 of 3 labs hold')
    expect(await read(page, 'string(//header/p)')).toContain('2 of 3 steps hold; 4 commands, 2 checks, ')
    expect(await read(page, 'count(//nav//a)')).toBe('3')
    const first = '//section[@id="lab-1"]'
    expect(await read(page, `string(${first}//details[1]//li[2]//pre[@class="typed"])`)).toBe(
      'host$ printf "a\\nc & <d>\\n" |\n> cat',
    )
    expect(await read(page, `string(${first}//li[2]/p[1])`)).toBe('labs/demo/index.md:15')
    expect(await read(page, `string(${first}//li[2]//pre[@class="printed"])`)).toBe('a\nc & <d>\n')
    expect(await read(page, `string(${first}//li[2]//pre[@class="expected"])`)).toBe('a\nb')
    expect(await read(page, `string(${first}//del)`)).toBe('- b\n')
    expect(await read(page, `string(${first}//ins)`)).toBe('+ c & <d>\n')
    expect(await read(page, 'string(//section[@id="lab-3"])')).toMatch(
      /far\s+labs\/far\/index\.md\s+No machine: it is away\s+Mend: labwright doctor/,
    )
  })

  it('opens what fell short, and nothing else', async () => {
    const page = htmlPage({ labs: [await played()], failures: [], skipped: [], ok: false })
    expect(await read(page, 'count(//details[@open])')).toBe('1')
    expect(await read(page, 'string(//details[@open]/summary/span[2])')).toBe('One')
    expect(await read(page, 'count(//section/details)')).toBe('2')
  })

  it('has a bar for each time, the longest of them full', async () => {
    const lab = labOfText('x', true)
    const [step] = lab.steps
    lab.steps = [10, 40, 0].map((ms) => ({ ...step!, ms }))
    const page = htmlPage({ labs: [lab], failures: [], skipped: [], ok: true })
    const widths = [...page.matchAll(/<summary>.*?style="(width:[^"]*)"/g)].map(([, width]) => width)
    expect(widths.slice(1, 4)).toEqual(['width:25.0%', 'width:100.0%', 'width:0.0%'])
  })

  it('takes nothing that was printed for markup', async () => {
    const run: RunResult = {
      labs: [labOfText(NASTY)],
      failures: [{ ...FAILURE, reason: NASTY }],
      skipped: [],
      ok: false,
    }
    const page = htmlPage(run)
    expect(await read(page, 'count(//b)')).toBe('0')
    expect(await read(page, 'string(//pre[@class="printed"])')).toBe(printable(NASTY))
    expect(page).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f]/)
  })

  it('asks for nothing beside it, and runs nothing', () => {
    const page = htmlPage({ labs: [labOfText(NASTY)], failures: [], skipped: [], ok: false })
    expect(page).not.toMatch(/<(script|link|img|iframe|object|embed|base|form)\b/i)
    expect(page.replace(NAMESPACE, '')).not.toMatch(/url\(|@import|https?:/)
    expect([...page.matchAll(/ (?:href|src)="([^#][^"]*)"/g)]).toEqual([])
    expect([...page.replaceAll(/&quot;/g, '').matchAll(/<[^>]* on\w+=/g)]).toEqual([])
  })
})
