/** What axe finds wrong with a page for those who do not see it, or use no mouse. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The rules that look at colours. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']

/**
 * @param rules those that are looked at; without it, all that axe looks at by itself
 * @returns a line for each element that breaks a rule; empty where all is well
 */
export const violations = async (page: Page, rules?: string[]): Promise<string[]> => {
  await page.evaluate(AXE)
  const { violations, passes } = await page.evaluate(
    (rules): Promise<AxeResults> =>
      // @ts-expect-error the page has it now
      axe.run(document, { resultTypes: ['violations'], ...(rules ? { runOnly: rules } : {}) }),
    rules,
  )
  if (passes.length === 0) throw new Error('axe looked at nothing')
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`.replaceAll(/\s+/g, ' ')),
  )
}

/** The same of a page in light colours and in dark ones, which differ in nothing but these. The page is left in light ones. */
export const violationsInBoth = async (page: Page): Promise<string[]> => {
  const light = await violations(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.locator('html.dark').waitFor()
  const dark = await violations(page, OF_COLOURS)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.locator('html:not(.dark)').waitFor()
  return [...light.map((line) => `light: ${line}`), ...dark.map((line) => `dark: ${line}`)]
}
