import { describe, expect, it } from 'vitest'
import { block } from '../lab/lesson.ts'
import { folder, lab, labwright } from './labwright.ts'

const NAME = 'kept-for-a-look'

describe('a machine that is kept', () => {
  it('can be listed, checked and played on again, until labwright clean ends it', async () => {
    const cwd = folder({
      [`labs/${NAME}/index.md`]: lab(
        [
          block('console', 'host$ touch done'),
          block('check it is done', 'host$ ls done', 'done'),
          block('cleanup', 'host$ rm done'),
        ].join('\n\n'),
      ),
      'other.md': lab(block('check it is not done', 'host$ ls done', '[2]')),
    })
    const run = (...args: string[]) => labwright(args, { cwd })

    const played = await run('test', '--keep')
    expect(played.exit).toBe(0)
    const [, id] =
      /^machine (\w+) is left for a look: .*labwright clean \w+ ends it\n$/.exec(played.stderr) ?? []
    const machine = `scratch:${id}`

    const listed = JSON.parse((await run('list', '--machines', '--json')).stdout)
    expect(listed).toContainEqual({ machine, lab: NAME, of: 'kept' })
    expect((await run('list', '--machines')).stdout).toMatch(new RegExp(`^${machine} +${NAME} +kept$`, 'm'))

    const held = await run('check', NAME)
    expect(held).toEqual({
      exit: 0,
      stdout: `One\n  ✓ it is done\n\n${NAME}: 1 of 1 check holds\n`,
      stderr: '',
    })
    const short = await run('check', 'other.md', '--machine', machine)
    expect(short.stdout).toContain('  ✗ it is not done  other.md:11\n')
    expect(short.exit).toBe(1)
    const json = JSON.parse((await run('check', NAME, '--machine', machine, '--json')).stdout)
    expect(json).toMatchObject({
      lab: NAME,
      ok: true,
      steps: [{ id: 'one', checks: [{ before: null, after: true }] }],
    })

    // It lives on, so the check holds already; and its cleanup is run.
    const again = await run('test', '--machine', machine)
    expect(again.stdout).toContain('this check holds before its step is played')
    expect(again.exit).toBe(1)
    expect((await run('check', NAME)).exit).toBe(1)
    expect((await run('test', '--machine', machine)).exit).toBe(0)

    const cleaned = await run('clean')
    expect(cleaned.stdout).toMatch(new RegExp(`^removed \\d+ machines? \\(.*\\b${id}\\b.*\\)`))
    expect(cleaned.exit).toBe(0)
    const gone = await run('check', NAME, '--machine', machine)
    expect(gone.stderr).toContain(`there is no scratch machine '${id}'`)
    expect(gone.exit).toBe(3)
  })
})

describe('labwright check on the host', () => {
  it('holds this computer against the checks', async () => {
    const cwd = folder({
      'debian.md': lab(block('check this is Debian', 'host$ test -e /etc/debian_version')),
    })
    const { exit, stdout } = await labwright(['check', 'debian.md', '--machine', 'host'], { cwd })
    expect(stdout).toContain('  ✓ this is Debian\n\ndebian: 1 of 1 check holds\n')
    expect(exit).toBe(0)
  })
})

describe('what this computer can do', () => {
  it('is told by labwright list', async () => {
    const cwd = folder({
      'labs/one/index.md': lab(block('console', 'host$ true'), 'The first'),
      'labs/two/index.md': lab(block('console', 'output')),
    })
    const [text, json] = await Promise.all([
      labwright(['list'], { cwd }),
      labwright(['list', '--json'], { cwd }),
    ])
    expect(text.stdout).toMatch(/^lab +title +minutes +steps +needs +runs here$/m)
    expect(text.stdout).toMatch(/^one +The first +5 +1 +yes$/m)
    expect(text.stdout).toMatch(/ no: 1 error, labwright lint$/m)
    expect(JSON.parse(json.stdout)).toMatchObject([{ lab: 'one', 'runs here': 'yes' }, { steps: '' }])
    expect([text.exit, json.exit]).toEqual([0, 0])
  })

  it('is told by labwright doctor', async () => {
    const [text, json] = await Promise.all([labwright(['doctor']), labwright(['doctor', '--json'])])
    const findings: { name: string; ok: boolean | 'warning'; detail: string }[] = JSON.parse(json.stdout)
    expect(findings.map(({ name }) => name)).toContain('image')
    for (const { name, ok } of findings) {
      const mark = ok === true ? '✓' : ok === 'warning' ? '!' : '✗'
      expect(text.stdout).toMatch(new RegExp(`^${mark} ${name} `, 'm'))
    }
    const exit = findings.some(({ ok }) => ok === false) ? 3 : 0
    expect([text.exit, json.exit]).toEqual([exit, exit])
  })

  it('is told by labwright image list', async () => {
    const { exit, stdout } = await labwright(['image', 'list'])
    expect(stdout).toMatch(
      /^[0-9a-f]{12} {2}\d\.\d\d GB( and \d+\.\d\d GB for VMs)? {2}.* Docker .* of the present recipe$/m,
    )
    expect(exit).toBe(0)
  })
})
