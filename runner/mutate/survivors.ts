/** Why a survivor may be one, as people have written it down: a list in Markdown, under a heading for each lab. */

/** Reasons by lab and change. */
export class Survivors {
  readonly #reasons = new Map<string, string>()

  /** Reads `## lab`, and under it items of the form `` - `change`: why ``. All else is prose. */
  constructor(page: string) {
    let lab = ''
    for (const line of page.split('\n')) {
      lab = /^## (\S+)/.exec(line)?.[1] ?? lab
      const [, , change, why] = /^- (`+) ?(.+?) ?\1: (.+)$/.exec(line) ?? []
      if (change && why) this.#reasons.set(`${lab}\n${change}`, why)
    }
  }

  /** All that has a reason. */
  get changes(): { lab: string; change: string }[] {
    return [...this.#reasons.keys()].map((key) => {
      const [lab = '', change = ''] = key.split('\n')
      return { lab, change }
    })
  }

  why(lab: string, change: string): string | undefined {
    return this.#reasons.get(`${lab}\n${change}`)
  }
}

/** A survivor as an item of that list. */
export const survivorItem = (change: string, why: string): string => {
  const longest = Math.max(0, ...[...change.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const ticks = '`'.repeat(longest + 1)
  const space = longest > 0 ? ' ' : ''
  return `- ${ticks}${space}${change}${space}${ticks}: ${why}`
}
