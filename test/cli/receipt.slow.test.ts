import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { block } from '../lab/lesson.ts'
import { folder, lab, labwright } from './labwright.ts'

const LESSON = lab(
  [
    block('console', 'host$ touch /root/one /root/two'),
    ...['one', 'two'].map((name) => block(`check ${name} is there`, `host$ test -e /root/${name}`)),
  ].join('\n\n'),
)

it('a receipt says what was found on a living machine, and another lab version is told', async () => {
  const cwd = folder({ 'labs/receipted/index.md': LESSON })
  const env = { XDG_DATA_HOME: join(cwd, 'data') }
  const call = (...args: string[]) => labwright(args, { cwd, env })
  const key = (await call('key', 'new')).stdout
  writeFileSync(join(cwd, 'key'), key)
  const kept = await call('test', '--keep')
  const [, id = ''] = /machine (\w+) is left/.exec(kept.stderr) ?? []
  onTestFinished(async () => void (await call('clean', id)))

  const whole = await call('receipt', 'make', 'receipted', '--learner', 'Ada', '--days', '30')
  expect(whole).toMatchObject({ exit: 0, stderr: expect.stringContaining('2 of 2 checks hold') })
  writeFileSync(join(cwd, 'Ada.jws'), whole.stdout)
  const good = await call('receipt', 'verify', 'Ada.jws', '--key', 'key', '--lab', 'receipted', '--named')
  expect(good.stdout).toMatch(/^good +Ada\.jws +Ada: receipted, 1 of 1 step,/)

  // What falls short is signed, too, and for what it is.
  writeFileSync(join(cwd, 'labs/receipted/index.md'), LESSON.replaceAll('/root/two', '/root/six'))
  const half = await call('receipt', 'make', 'receipted', '--learner', 'Ada', '--machine', `scratch:${id}`)
  expect(half.exit).toBe(1)
  writeFileSync(join(cwd, 'half.jws'), half.stdout)
  const held = await call(
    'receipt',
    'verify',
    'half.jws',
    'Ada.jws',
    '--key',
    'key',
    '--lab',
    'receipted',
    '--csv',
    '-',
  )
  expect(held.exit).toBe(1)
  expect(held.stdout).toContain(',good,Ada,receipted,no,0,1,1,2,')
  expect(held.stdout).toContain(',version,Ada,receipted,yes,1,1,2,2,')
})
