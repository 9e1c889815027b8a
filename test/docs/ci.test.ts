import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { NEEDS } from '../../runner/setup/needs.js'

const page = readFileSync('docs/ci.md', 'utf8')
const workflow = readFileSync('docs/labwright.yml', 'utf8')

/** The commands of the workflow, one a line. */
const commands = (): string[] =>
  (parse(workflow).jobs.labs.steps as { run?: string }[]).flatMap(({ run = '' }) =>
    run.split('\n').map((line) => line.trim()),
  )

it('the recipe for a container is made of the commands of the workflow', () => {
  const [, recipe = ''] = /bash -euc '\n([\s\S]*?)\n'/.exec(page)!
  const lines = recipe.split('\n').map((line) => line.trim())
  expect(lines.length).toBeGreaterThan(5)
  expect(commands()).toEqual(expect.arrayContaining(lines))
})

it('both install what is needed and not in every Debian', () => {
  const inEvery = ['bash', 'util-linux', 'mount', 'findutils', 'apt', 'tar']
  const needed = NEEDS.flatMap(({ package: name, use }) =>
    use === 'machine' || use === 'image' ? [name] : [],
  )
  const asked = [...new Set(needed)].filter((name) => !inEvery.includes(name)).sort()
  const installed = commands().find((line) => line.startsWith('apt-get install'))!
  expect(installed.split(' ').slice(4).sort()).toEqual(asked)
})

it('the page names a version of Vitest that this repository tests with', () => {
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(page).toContain(`"vitest": "${devDependencies.vitest}"`)
})
