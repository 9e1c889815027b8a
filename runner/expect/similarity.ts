import { joinBlanks } from './blanks.ts'
import type { Bindings } from './line.ts'
import type { Token } from './tokens.ts'

/** How many characters of a line are looked at. */
const WIDTH = 200

/** From here on two lines are taken for one that changed. */
export const SIMILAR = 0.4

/** The pairs of neighbouring letters in a text. */
export type Shape = ReadonlySet<string>

export const shapeOf = (text: string): Shape => {
  const letters = text.slice(0, WIDTH).toLowerCase()
  const shape = new Set<string>()
  for (let at = 0; at + 1 < letters.length; at++) shape.add(letters.slice(at, at + 2))
  return shape
}

/** The shape of what is known of a printed line; its open placeholders say nothing about it. */
export const shapeOfPattern = (tokens: readonly Token[], bindings: Bindings): Shape => {
  const known = tokens.map((token) => {
    if (token.kind === 'text') return token.source
    return (token.kind === 'name' ? bindings.get(token.name) : undefined) ?? '\n'
  })
  const shapes = known
    .join('')
    .split('\n')
    .map((text) => [...shapeOf(joinBlanks(text))])
  return new Set(shapes.flat())
}

/** How near a line of output is to a pattern: 0 not at all, 1 as near as can be told from their letters. */
export const similarity = (pattern: Shape, line: Shape): number => {
  if (pattern.size === 0 || line.size === 0) return 0
  let common = 0
  for (const pair of pattern) if (line.has(pair)) common++
  // What the line has besides may well be what the placeholders stand for.
  return (0.7 * common) / pattern.size + (0.3 * common) / line.size
}

/** Which of some output lines is nearest to a pattern; undefined where none is like it. */
export const nearestOf = (
  tokens: readonly Token[],
  bindings: Bindings,
  lines: ReadonlyMap<number, Shape>,
): number | undefined => {
  const pattern = shapeOfPattern(tokens, bindings)
  let nearest: number | undefined
  let best = SIMILAR
  for (const [line, shape] of lines) {
    const score = similarity(pattern, shape)
    if (score > best) {
      best = score
      nearest = line
    }
  }
  return nearest
}
