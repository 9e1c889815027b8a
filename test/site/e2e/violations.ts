/** What axe finds wrong with a page for those who do not see it, or use no mouse. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** @returns a line for each element that breaks a rule; empty where all is well */
export const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(AXE)
  const { violations, passes } = await page.evaluate(
    (): Promise<AxeResults> =>
      // @ts-expect-error the page has it now
      axe.run(document, { resultTypes: ['violations'] }),
  )
  if (passes.length === 0) throw new Error('axe looked at nothing')
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`.replaceAll(/\s+/g, ' ')),
  )
}
