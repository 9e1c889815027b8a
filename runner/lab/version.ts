import type { Block, Lab } from './lab.ts'

/**
 * Names what a lab runs and demands: 12 hex digits of a SHA-256 over its blocks, options, commands,
 * expectations, step ids, `requires`, `containers` and `vary`. Prose, titles and hints don't count, so
 * that a translation has the version of its original.
 *
 * Needs Web Crypto, which browsers offer on `https:` and `localhost` only.
 */
export async function version(lab: Lab): Promise<string> {
  const content = {
    requires: lab.requires.toSorted(),
    containers: lab.containers.toSorted(),
    vary: Object.entries(lab.vary).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    blocks: lab.blocks.map(whatRuns),
    steps: lab.steps.map(({ id, blocks }) => ({ id, blocks: blocks.map(whatRuns) })),
  }
  const bytes = new TextEncoder().encode(JSON.stringify(content))
  const digest = new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest.subarray(0, 6), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Spelled out field by field: the order of keys decides what is hashed. */
const whatRuns = ({ kind, options, commands }: Block) => ({
  kind,
  within: options.within ?? 0,
  timeout: options.timeout ?? 0,
  unordered: options.unordered,
  background: options.background,
  // Where nothing is said, nothing is hashed: labs without weights keep their version.
  ...((options.weight ?? 1) === 1 ? {} : { weight: options.weight }),
  commands: commands.map(({ prompt, text, expected, exit }) => ({
    prompt,
    text,
    expected: expected.map((line) => line.text),
    exit,
  })),
})
