import type { Lab, Position, Step } from './lab.ts'
import { type Problem, place } from './problem.ts'
import { inOrder, SourceText } from './source-text.ts'
import { compareBlocks } from './translation-blocks.ts'

/** Notes one difference: where it shows in the translation, and where the original has it. */
export type Tell = (rule: string, here: Position, there: Position, what: string, mend: string) => void

const TOP: Position = { line: 1, column: 1 }

/**
 * Holds a translation against its original: whatever runs must be the same, and as many hints stand
 * in every step. Titles, hints and prose may differ. Of each block only its first difference is told.
 *
 * @param text the translation's Markdown
 */
export function compareTranslation(original: Lab, translation: Lab, text: string): Problem[] {
  const source = new SourceText(text, translation.file)
  const tell: Tell = (rule, here, there, what, mend) => {
    const behind = place({ file: original.file, position: there })
    source.refuse(`translation-${rule}`, here, `The translation is behind ${behind}: ${what}.`, mend)
  }
  compareFrontmatter(original, translation, tell)
  compareBlocks(original.blocks, translation.blocks, TOP, TOP, tell)
  compareSteps(original.steps, translation.steps, source.lastLine, tell)
  return inOrder(source.problems)
}

function compareFrontmatter(original: Lab, translation: Lab, tell: Tell): void {
  for (const key of ['minutes', 'requires', 'containers', 'vary'] as const) {
    const [there, here] = [JSON.stringify(original[key]), JSON.stringify(translation[key])]
    if (there !== here)
      tell('frontmatter', TOP, TOP, `\`${key}\` is ${here}, not ${there}`, `Copy \`${key}\`.`)
  }
}

function compareSteps(there: Step[], here: Step[], lastLine: number, tell: Tell): void {
  const thereById = new Map(there.map((step) => [step.id, step]))
  const hereById = new Map(here.map((step) => [step.id, step]))

  // A missing step is told where it would stand: before the one that follows it in the original.
  let next: Position = { line: lastLine, column: 1 }
  for (const step of there.toReversed()) {
    const same = hereById.get(step.id)
    if (same) next = same.position
    else tell('step', next, step.position, `the step \`${step.id}\` is missing here`, 'Translate the step.')
  }
  for (const step of here.filter(({ id }) => !thereById.has(id))) {
    tell(
      'step',
      step.position,
      TOP,
      `it has no step \`${step.id}\``,
      'Take the step out, or give it its id of the original.',
    )
  }

  const order = there.filter(({ id }) => hereById.has(id))
  const shared = here.filter(({ id }) => thereById.has(id))
  const moved = order.findIndex(({ id }, index) => shared[index]!.id !== id)
  if (moved !== -1) {
    const what = `the step \`${order[moved]!.id}\` comes before \`${shared[moved]!.id}\``
    tell(
      'order',
      shared[moved]!.position,
      order[moved]!.position,
      what,
      'Bring the steps into the order of the original.',
    )
  }
  for (const step of shared) compareStep(thereById.get(step.id)!, step, tell)
}

function compareStep(there: Step, here: Step, tell: Tell): void {
  compareBlocks(there.blocks, here.blocks, there.position, here.position, tell)
  const [right, count] = [there.hints.length, here.hints.length]
  if (right === count) return
  const what = `the step \`${here.id}\` has ${count} hints, not ${right}`
  tell('hints', here.position, there.position, what, 'Give it as many hints as the original.')
}
