import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const RUNNER = resolve(import.meta.dirname, '../runner')
/** Packages that run in Node alone. */
const NODE_ONLY = /^(node:|@lydell\/|@hono\/node-server|@xterm\/headless|execa|zx|ws|commander|picocolors)/

/** What a file imports when it runs; types are gone by then. */
const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )(?:[^'"]*? from )?'([^']+)'/gms)].map(
    ([, name]) => name!,
  )

const reached = (file: string, seen: Map<string, string[]>): Map<string, string[]> => {
  if (seen.has(file)) return seen
  const imports = importsOf(file)
  seen.set(file, imports)
  for (const name of imports) if (name.startsWith('.')) reached(resolve(file, '..', name), seen)
  return seen
}

/** What files import of Node, and what they import. */
const faultsOf = (files: string[]): string[] => {
  const all = new Map<string, string[]>()
  for (const file of files) reached(file, all)
  return [...all].flatMap(([file, imports]) =>
    imports.filter((each) => NODE_ONLY.test(each)).map((each) => `${file} imports ${each}`),
  )
}

it.each(['lab', 'expect', 'play', 'learn'])(
  'runner/%s imports nothing of Node, nor what it imports',
  (name) => {
    const folder = join(RUNNER, name)
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    )
    expect(files.length).toBeGreaterThan(5)
    expect(faultsOf(files.map((file) => join(folder, file)))).toEqual([])
  },
)

it('a room imports nothing of Node: the page has one of its own', () => {
  expect(faultsOf([join(RUNNER, 'serve/room.ts')])).toEqual([])
})
