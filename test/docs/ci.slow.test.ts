/** A repository of labs that is not ours, taken through docs/labwright.yml: only what GitHub's own actions do is left out. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { RunResult } from '../../runner/report/run.ts'
import { folder, lab } from '../cli/labwright.ts'
import { block } from '../lab/lesson.ts'

const ROOT = join(import.meta.dirname, '../..')

interface Step {
  name?: string
  run?: string
  if?: string
}

const { defaults, steps }: { defaults: { run: { shell: string } }; steps: Step[] } = parse(
  readFileSync(join(ROOT, 'docs/labwright.yml'), 'utf8'),
).jobs.labs

const well = block('console', 'host$ hostname', '{host.name}')
const broken = lab(
  `${block('console', 'host$ echo came', 'printed')}\n\n## Two {#two}\n\n${well}`,
  'The broken one',
)

/** The page's own files around two labs, with this repository in place of the one that the page names. */
const authored = (): Record<string, string> => {
  const page = readFileSync(join(ROOT, 'docs/ci.md'), 'utf8')
  const [, json = ''] = /```json\n([\s\S]*?)```/.exec(page)!
  const [, config = ''] = /```js\n([\s\S]*?)```/.exec(page)!
  const packageJson = JSON.parse(json)
  packageJson.devDependencies = {
    labwright: `file:${ROOT}`,
    vitest: `file:${join(ROOT, 'node_modules/vitest')}`,
  }
  return {
    'package.json': JSON.stringify(packageJson),
    'vitest.config.js': config,
    '.gitignore': 'node_modules\nresults\n',
    'labs/good/index.md': lab(well, 'The good one'),
    'labs/broken/index.md': broken,
  }
}

const run = (cwd: string, script: string) => {
  const { PATH, HOME = '/root' } = process.env
  // As GitHub's `shell: bash` does; and npm is to fetch nothing.
  return execa('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd,
    env: { PATH, HOME, CI: 'true', NO_COLOR: '1', npm_config_offline: 'true' },
    extendEnv: false,
    reject: false,
    all: true,
  })
}

/** Takes a job through its steps: after a failure, only those with an `if` go on. Tells each step's exit status. */
const runJob = async (cwd: string): Promise<{ exits: Record<string, number>; said: string }> => {
  const exits: Record<string, number> = {}
  let said = ''
  for (const step of steps) {
    if (step.run === undefined) continue
    if (!step.if && Object.values(exits).some((exit) => exit !== 0)) continue
    const { exitCode, all } = await run(cwd, step.run)
    exits[step.name!] = exitCode ?? -1
    said += `${step.name}\n${all}\n`
  }
  return { exits, said }
}

/** Each step of each lab and whether it held, as both say it. */
const verdicts = (cwd: string) => {
  const { labs }: RunResult = JSON.parse(readFileSync(join(cwd, 'results/labwright.json'), 'utf8'))
  const labwright = labs.flatMap(({ lab, title, steps }) =>
    steps.map((step) => `${lab}: ${title} > ${step.title} ${step.ok}`),
  )
  const junit = readFileSync(join(cwd, 'results/vitest.xml'), 'utf8')
  const vitest = [...junit.matchAll(/<testcase [^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/testcase>/g)].map(
    ([, name, inside]) => `${name!.replaceAll('&gt;', '>')} ${!inside!.includes('<failure')}`,
  )
  return { labwright: labwright.sort(), vitest: vitest.sort() }
}

describe('a lessons repository that is not ours', () => {
  it('is tested by the steps of the workflow in a clean clone, through Labwright and Vitest, with the same verdicts', async () => {
    const author = folder(authored())
    const git = 'git -c user.name=Author -c user.email=author@example.org'
    const made = await run(
      author,
      `git init --quiet; npm install --package-lock-only --no-audit --no-fund; git add .; ${git} commit --quiet -m Labs`,
    )
    expect(made.exitCode, made.all).toBe(0)
    // Beside the author's: what is locked is the way from there to this repository.
    const clone = folder({})
    await run(author, `git clone --quiet . ${clone}`)
    expect(existsSync(join(clone, 'node_modules'))).toBe(false)

    const first = await runJob(clone)
    expect(defaults.run.shell).toBe('bash')
    expect(first.exits, first.said).toEqual({
      'What machines need of Debian': 0,
      'Labwright and Vitest': 0,
      'What machines start from (two to three minutes)': 0,
      'What this computer can do': 0,
      'What can be known without running': 0,
      'Play the labs': 1,
      'Play them as Vitest tests': 1,
    })
    expect(first.said.match(/labs\/broken\/index\.md:11\b/g)!.length).toBeGreaterThanOrEqual(2)
    // Beside the line of the lesson, on GitHub.
    expect(first.said).toMatch(/^::error file=labs\/broken\/index\.md,line=11\b/m)
    expect(readFileSync(join(clone, 'results/labwright.xml'), 'utf8')).toMatch(/<testsuite [^>]*failures="1"/)
    const fallen = verdicts(clone)
    expect(fallen.vitest).toEqual(fallen.labwright)
    expect(fallen.labwright).toEqual([
      'broken: The broken one > One false',
      'broken: The broken one > Two true',
      'good: The good one > One true',
    ])

    writeFileSync(join(clone, 'labs/broken/index.md'), broken.replace('printed', 'came'))
    const second = await runJob(clone)
    expect(Object.values(second.exits), second.said).toEqual(Array(7).fill(0))
    const held = verdicts(clone)
    expect(held.vitest).toEqual(held.labwright)
    expect(held.labwright.every((verdict) => verdict.endsWith(' true'))).toBe(true)
    expect((await run(clone, 'git status --short')).stdout).toBe(' M labs/broken/index.md')
  })
})
