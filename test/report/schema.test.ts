import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { jsonReporter } from '../../runner/report/json.ts'
import schema from '../../runner/report/result.schema.json' with { type: 'json' }
import { type RunResult, runSchema } from '../../runner/report/run.ts'
import { block } from '../lab/lesson.ts'
import { Paper, playOnHost, resultsOf } from './play-on-host.ts'

const validate = new Ajv2020({ strict: true }).compile(schema)

const document = (run: RunResult): unknown => {
  const paper = new Paper()
  jsonReporter(paper).end(run)
  return JSON.parse(paper.text)
}

describe('result.schema.json', () => {
  it('is what runSchema() gives', () => {
    expect(schema).toEqual(runSchema())
  })

  it('takes a run that holds, and it says what DESIGN promises', async () => {
    const labs = resultsOf(
      await playOnHost(
        [
          block('console', 'host$ echo one', 'one'),
          block('question What is it?', 'host$ echo 7', '{answer:int}'),
        ].join('\n'),
      ),
    )
    const run = document({ labs, failures: [], skipped: [], ok: true })
    expect(validate(run), JSON.stringify(validate.errors)).toBe(true)
    expect(run).toMatchObject({
      ok: true,
      labs: [
        {
          lab: 'demo',
          version: expect.stringMatching(/^\w+$/),
          machine: { kind: 'host', id: 'host' },
          ok: true,
          ms: expect.any(Number),
          steps: [
            {
              id: 'one',
              title: 'One',
              ok: true,
              ms: expect.any(Number),
              commands: [
                {
                  file: 'labs/demo/index.md',
                  line: 10,
                  terminal: 'host',
                  command: 'echo one',
                  ok: true,
                  exit: 0,
                  output: 'one\n',
                },
              ],
              checks: [{ title: 'What is it?', line: 13, ok: true, before: null, after: true }],
            },
          ],
        },
      ],
    })
  })

  it('takes a run that falls short, and one without a machine', async () => {
    const labs = resultsOf(
      await playOnHost(
        [
          block('console timeout=100ms', 'host$ sleep 9'),
          block('check the root is there', 'host$ test -d /'),
          block('check it never is', 'host$ echo no', 'yes'),
        ].join('\n'),
      ),
    )
    const failure = { lab: 'far', file: 'far.md', reason: 'gone', mend: 'labwright doctor' }
    const run = document({ labs, failures: [failure], skipped: [], ok: false })
    expect(validate(run), JSON.stringify(validate.errors)).toBe(true)
    expect(run).toMatchObject({
      ok: false,
      labs: [
        {
          steps: [
            {
              commands: [{ ok: false, exit: null, reason: expect.stringContaining('0.1 s'), at: 10 }],
              checks: [
                { ok: false, before: true, after: true, reason: expect.stringContaining('before its step') },
                { ok: false, before: false, after: false, reason: expect.stringContaining('- yes'), at: 17 },
              ],
            },
          ],
        },
      ],
      failures: [failure],
      skipped: [],
    })
  })

  it('refuses what it does not name', () => {
    expect(validate({ labs: [], failures: [], skipped: [], ok: true })).toBe(true)
    expect(validate({ labs: [], failures: [], skipped: [], ok: true, more: 1 })).toBe(false)
    expect(validate({ labs: [{}], failures: [], skipped: [], ok: true })).toBe(false)
    expect(validate({ labs: [], ok: true })).toBe(false)
  })
})
