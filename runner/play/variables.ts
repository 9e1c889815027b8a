import type { Lab } from '../lab/lab.ts'
import type { Facts } from '../machine/machine.ts'

/** What can stand in `{…}`: the machine's facts, this learner's values, and what was captured so far. */
export type Variables = Map<string, string>

/** The variables a play begins with. The same seed gives the same values of `vary`. */
export const initialVariables = (lab: Lab, facts: Facts, seed: string): Variables =>
  new Map([
    ...Object.entries(facts),
    ...Object.entries(lab.vary).map(([name, { from, to }]): [string, string] => [
      name,
      String(from + (hash(`${seed}/${name}`) % (to - from + 1))),
    ]),
  ])

/** 32 bits of FNV-1a, mixed: evenly spread for short texts, and no secret. Source: draft-eastlake-fnv. */
const hash = (text: string): number => {
  let value = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193)
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  return (value ^ (value >>> 13)) >>> 0
}
