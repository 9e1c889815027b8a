/**
 * The lines of an expectation in their order, with `...` between them.
 *
 * Between two `...` stands a segment: lines that follow one another. Each segment takes the first place where it
 * matches; where a later one then finds none, the search goes back. What has failed is remembered by the segment and
 * by those captures that matter from there on, so that without captures it takes at most (segments x lines) steps;
 * with captures that must agree over a distance the budget is what ends it.
 */
import { type Expectation, hasGap } from './expectation.ts'
import type { Bindings } from './line.ts'
import type { Search } from './search.ts'

/** How far the lines of an expectation came. */
export interface Attempt {
  /** For each of its first lines the output line that it took. */
  taken: readonly number[]
  bindings: Bindings
}

interface Segment {
  /** Its lines are those from `from` to before `to`. */
  from: number
  to: number
  /** Names captured before it that stand in it or behind it. */
  live: readonly string[]
}

interface Place {
  segment: number
  /** The first output line that it may take, the one to try next, and the last one to try. */
  from: number
  next: number
  last: number
  bindings: Bindings
  key: string
}

/**
 * Looks for the lines in the output; undefined where they are not in it.
 * @param onFurther is told each attempt that fell short later than any before it
 * @throws BudgetGone
 */
export const findInOrder = (
  { expectation, output, bindings, read, budget }: Search,
  onFurther?: (attempt: Attempt) => void,
): Attempt | undefined => {
  const segments = segmentsOf(expectation, bindings)
  const fixedEnd = !hasGap(expectation, expectation.lines.length)
  const failedFrom = new Map<string, number>()
  const places: Place[] = []
  let furthest = -1

  const placeFor = (index: number, from: number, bindings: Bindings): Place => {
    const segment = segments[index]!
    budget.spend(10 + 2 * segment.live.length)
    const key = JSON.stringify([index, ...segment.live.map((name) => bindings.get(name))])
    if (index === 0) return { segment: 0, from, next: from, last: from, bindings, key }
    const atEnd = fixedEnd && index === segments.length - 1
    if (!atEnd) return { segment: index, from, next: from, last: output.length, bindings, key }
    const only = Math.max(from, output.length - (segment.to - segment.from))
    return { segment: index, from, next: only, last: only, bindings, key }
  }

  const taken = (last: number): number[] => {
    const lines: number[] = []
    for (const { segment, next } of places) {
      // `next` is already one further than what is being tried.
      const { from, to } = segments[segment]!
      for (let line = from; line < to && line < last; line++) lines.push(next - 1 + line - from)
    }
    return lines
  }

  const readSegment = ({ from, to }: Segment, start: number, bindings: Bindings): Bindings | undefined => {
    let bound = bindings as Map<string, string>
    for (let index = from; index < to; index++) {
      const at = start + index - from
      const captured = at < output.length ? read(expectation.lines[index]!, output.at(at), bound) : undefined
      if (captured === undefined) {
        if (index > furthest) {
          furthest = index
          onFurther?.({ taken: taken(index), bindings: bound })
        }
        return undefined
      }
      if (captured.size > 0 && bound === bindings) {
        budget.spend(bindings.size)
        bound = new Map(bindings)
      }
      for (const [name, value] of captured) bound.set(name, value)
    }
    return bound
  }

  const endsWell = (start: number, { from, to }: Segment): boolean =>
    !fixedEnd || start + to - from === output.length

  places.push(placeFor(0, 0, bindings))
  for (let place = places.at(-1); place !== undefined; place = places.at(-1)) {
    const segment = segments[place.segment]!
    const failed = failedFrom.get(place.key) ?? Number.POSITIVE_INFINITY
    if (place.next > place.last || place.next >= failed) {
      failedFrom.set(place.key, Math.min(place.from, failed))
      places.pop()
      continue
    }
    const start = place.next++
    const bound = readSegment(segment, start, place.bindings)
    if (bound === undefined) continue
    if (place.segment < segments.length - 1) {
      places.push(placeFor(place.segment + 1, start + segment.to - segment.from, bound))
    } else {
      const attempt = { taken: taken(expectation.lines.length), bindings: bound }
      if (endsWell(start, segment)) return attempt
      onFurther?.(attempt)
    }
  }
  return undefined
}

const segmentsOf = (expectation: Expectation, bindings: Bindings): Segment[] => {
  const count = expectation.lines.length
  const borders = [0]
  for (let index = 0; index <= count; index++) if (hasGap(expectation, index)) borders.push(index)
  const spans = nameSpans(expectation, bindings)
  return borders.map((from, index) => {
    const live = spans.filter(({ first, last }) => first < from && from <= last).map(({ name }) => name)
    return { from, to: borders[index + 1] ?? count, live }
  })
}

/** From which line to which line each name stands that is not known beforehand. */
const nameSpans = (
  { lines }: Expectation,
  bindings: Bindings,
): { name: string; first: number; last: number }[] => {
  const spans = new Map<string, { name: string; first: number; last: number }>()
  for (const [index, { names }] of lines.entries()) {
    for (const name of names) {
      if (!bindings.has(name)) spans.set(name, { name, first: spans.get(name)?.first ?? index, last: index })
    }
  }
  return [...spans.values()]
}
