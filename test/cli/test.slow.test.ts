import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { livingMachines } from '../../runner/machine/scratch/clean.ts'
import schema from '../../runner/report/result.schema.json' with { type: 'json' }
import type { RunResult } from '../../runner/report/run.ts'
import { block } from '../lab/lesson.ts'
import { folder, lab, labwright } from './labwright.ts'

const good = lab(block('console', 'host$ hostname', '{host.name}'))
const bad = lab(block('console', 'host$ echo came', 'printed', 'host$ true'))
const valid = new Ajv2020().compile(schema)

const readRun = (json: string): RunResult => {
  const run = JSON.parse(json)
  if (!valid(run)) throw new Error(JSON.stringify(valid.errors))
  return run as unknown as RunResult
}

describe('labwright test', () => {
  it('exits with 0 when all labs hold', async () => {
    const cwd = folder({ 'labs/good/index.md': good })
    const { exit, stdout, stderr } = await labwright(['test'], { cwd })
    expect(stdout).toContain('good  A lab  labs/good/index.md')
    expect(stdout).toMatch(/\n1 of 1 lab holds\n$/)
    expect(stderr).toBe('')
    expect(exit).toBe(0)
  })

  it('exits with 1 when one falls short, and names its file and line; two at once keep their lines together', async () => {
    const cwd = folder({ 'labs/bad/index.md': bad, 'labs/good/index.md': good, 'labs/worse/index.md': bad })
    const { exit, stdout } = await labwright(['test', '--jobs', '3'], { cwd, env: { CI: 'true' } })
    for (const name of ['bad', 'worse'])
      expect(stdout).toMatch(
        new RegExp(
          `\\n${name}  A lab  labs/${name}/index.md\\n  ✗ One .*\\n    ✗ labs/${name}/index.md:11\\n      host\\$ echo came\\n      - printed\\n      \\+ came\\n`,
        ),
      )
    expect(stdout).toMatch(/\n1 of 3 labs hold\n$/)
    // In a pipe there is no colour, not in CI either.
    expect(stdout).not.toMatch(/[\x1b\r]/)
    expect(exit).toBe(1)
  })

  it('prints one valid JSON document, in the order of the labs, and writes files beside it', async () => {
    const cwd = folder({ 'labs/bad/index.md': bad, 'labs/good/index.md': good })
    const { exit, stdout } = await labwright(
      ['test', '--reporter', 'pretty', '--reporter', 'json=out/run.json', 'good', 'bad', '--seed', 'seven'],
      { cwd },
    )
    expect(stdout).toMatch(/\n1 of 2 labs hold\n$/)
    const run = readRun(readFileSync(join(cwd, 'out/run.json'), 'utf8'))
    expect(run.labs.map(({ lab, ok, seed }) => [lab, ok, seed])).toEqual([
      ['good', true, 'seven'],
      ['bad', false, 'seven'],
    ])
    expect(run.labs[1]!.machine.kind).toBe('scratch')
    expect(run.labs[1]!.steps[0]!.commands.map(({ line, at, ok }) => [line, at, ok])).toEqual([
      [10, 11, false],
      [12, undefined, true],
    ])
    expect(exit).toBe(1)
  })

  it('exits with 3 without a machine, and says which lab had none', async () => {
    const cwd = folder({ 'labs/good/index.md': good })
    const { exit, stdout } = await labwright(['test', '--machine', 'scratch:nosuch', '--reporter=json'], {
      cwd,
    })
    const run = readRun(stdout)
    expect(run).toMatchObject({
      ok: false,
      labs: [],
      failures: [{ lab: 'good', file: 'labs/good/index.md' }],
    })
    expect(run.failures[0]!.mend).toContain('labwright list --machines')
    expect(exit).toBe(3)
  })

  it('exits with 3 when the machine goes away, and tells it beside what the other labs found', async () => {
    const cwd = folder({
      'labs/dying/index.md': lab(block('console', 'host$ sleep 60')),
      'labs/good/index.md': good,
    })
    const run = labwright(['test', '--jobs', '1', '-r', 'json'], { cwd })
    const members = () => livingMachines().find(({ state }) => state.lab === 'dying')?.state.members ?? []
    while (members().length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    await new Promise((resolve) => setTimeout(resolve, 500))
    process.kill(members()[0]!.pid, 'SIGKILL')
    const { exit, stdout } = await run
    expect(readRun(stdout)).toMatchObject({
      ok: false,
      labs: [{ lab: 'good', ok: true }],
      failures: [{ lab: 'dying', reason: expect.stringContaining('while `sleep 60` ran') }],
    })
    expect(exit).toBe(3)
  })

  it('bounds each command with --timeout, and stops after the first bad step with --bail', async () => {
    const cwd = folder({
      'slow.md': `${lab(block('console', 'host$ sleep 60'))}\n## Two {#two}\n\n${block('console', 'host$ true')}\n`,
    })
    const { exit, stdout } = await labwright(
      ['test', 'slow.md', '--timeout', '200ms', '--bail', '-r', 'json'],
      {
        cwd,
      },
    )
    const [played] = readRun(stdout).labs
    expect(played!.lab).toBe('slow')
    expect(played!.steps).toHaveLength(1)
    expect(played!.steps[0]!.commands[0]!.reason).toContain('had not ended after 0.2 s')
    expect(exit).toBe(1)
  })

  it('gives the same values of vary for the same seed', async () => {
    const cwd = folder({
      'labs/varied/index.md': lab(block('console', 'host$ echo {port} {other}', '{port} {other}')).replace(
        'minutes: 5',
        'minutes: 5\nvary: {port: 8000..8999, other: 1..1000000}',
      ),
    })
    const typed = async (...args: string[]): Promise<string> => {
      const { stdout } = await labwright(['test', '-r', 'json', ...args], { cwd })
      return readRun(stdout).labs[0]!.steps[0]!.commands[0]!.command
    }
    const [first, second, third] = await Promise.all([typed('--seed', 'a'), typed('--seed', 'a'), typed()])
    expect(first).toMatch(/^echo 8\d\d\d \d+$/)
    expect(second).toBe(first)
    expect(third).not.toBe(first)
  })
})

describe('on the host', () => {
  const LINK = 'lwtest0'
  const file = lab(
    [
      block('console', `host$ ip link add ${LINK} type bridge`, 'host$ ip link add lwtest1 type bridge'),
      block('cleanup', 'host$ ip link del lwtest1'),
    ].join('\n\n'),
  )

  it('nothing runs unless someone agrees', async () => {
    const cwd = folder({ 'lab.md': file })
    const { exit, stdout, stderr } = await labwright(['test', 'lab.md', '--machine', 'host'], { cwd })
    expect(stderr).toContain('will be run on this computer itself')
    expect(stderr).toContain('say --yes to go ahead, or use --machine scratch')
    expect(stdout).toBe('')
    expect(exit).toBe(2)
  })

  it('cleanup is run, and what was left behind is told', async () => {
    const cwd = folder({ 'lab.md': file, 'undo.md': lab(block('console', `host$ ip link del ${LINK}`)) })
    const { exit, stdout } = await labwright(['test', 'lab.md', '--machine', 'host', '--yes'], { cwd })
    const undone = await labwright(['test', 'undo.md', '--machine', 'host', '--yes'], { cwd })
    expect(stdout).toContain(`    ✗ lab.md\n      left behind\n      + link ${LINK}\n      mend: `)
    expect(exit).toBe(1)
    expect(undone.stdout).toContain(`      - link ${LINK}\n`)
  })
})
