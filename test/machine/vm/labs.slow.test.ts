/** Labs on VMs, as `labwright` plays them. */
import { expect, it } from 'vitest'
import { livingVms } from '../../../runner/machine/vm/clean.ts'
import { folder, lab, labwright } from '../../cli/labwright.ts'
import { block } from '../../lab/lesson.ts'
import { LiveServer, labsFolder } from '../../serve/live-server.ts'
import { remainsOf } from './make-vm.ts'

const ROOT = `${import.meta.dirname}/../../..`

/** Two of the course, one with Docker: all of it takes half an hour where a VM is emulated. labs/README.md says what came of that. */
it('hold, with Docker and without, and leave nothing behind', async () => {
  const { exit, stdout, stderr } = await labwright(['test', 'veth', 'netns', '--machine', 'vm'], {
    cwd: ROOT,
  })
  expect(stdout + stderr).toContain('2 of 2 labs hold')
  expect(exit).toBe(0)
  const ids = [...stdout.matchAll(/ vm (\w{5})$/gm)].map(([, id]) => id!)
  expect(ids).toHaveLength(2)
  expect(ids.flatMap(remainsOf)).toEqual([])
}, 600_000)

it('are played with a learner in the page, by buttons and by hand', async () => {
  const server = await LiveServer.start(labsFolder(), ['--machine', 'vm'])
  await using page = await server.open('alpha')
  await page.start()
  expect(page.state!.machine).toMatchObject({ kind: 'vm', life: 1 })
  await page.openTerminal()
  page.say({ type: 'run', id: 'run-00001', step: 'one', block: 0, command: 0 })
  const first = () => page.state!.steps[0]!.commands[0]!
  await page.until(() => first().state === 'matched', 'a match', 60)
  page.say({ type: 'input', terminal: 'host', data: 'touch /tmp/two\r' })
  page.say({ type: 'go', step: 'two' })
  await page.until(() => page.state!.steps[1]!.checks[0]!.held, 'the check', 60)
  page.say({ type: 'reset', id: 'reset-001', replay: false })
  await page.until(
    () => page.state!.machine.life === 2 && page.state!.machine.state === 'ready',
    'a new life',
    60,
  )
})

it('can be kept, listed, checked, played on and cleaned away', async () => {
  const body = [
    block('console', 'host$ touch /root/note'),
    block('check the note is there', 'host$ ls /root/note', '/root/note'),
    block('cleanup', 'host$ rm -f /root/note'),
  ].join('\n\n')
  const cwd = folder({ 'labs/noted/index.md': lab(body) })
  const kept = await labwright(['test', 'noted', '--machine', 'vm', '--keep'], { cwd })
  expect(kept.exit, kept.stderr).toBe(0)
  const [, id = ''] = /labwright run LAB --machine vm:(\w+)/.exec(kept.stderr) ?? []
  expect(livingVms().find((each) => each.id === id)).toMatchObject({ of: 'kept', state: { lab: 'noted' } })

  expect((await labwright(['list', '--machines'])).stdout).toMatch(new RegExp(`vm:${id}\\s+noted\\s+kept`))
  const checked = await labwright(['check', 'noted'], { cwd })
  expect(checked.exit, checked.stderr).toBe(0)
  // What is there already is not red before: a lesson that lives on cleans up, and falls short the first time.
  const once = await labwright(['test', 'noted', '--machine', `vm:${id}`], { cwd })
  expect(once.exit, once.stdout + once.stderr).toBe(1)
  const again = await labwright(['test', 'noted', '--machine', `vm:${id}`], { cwd })
  expect(again.exit, again.stdout).toBe(0)

  const cleaned = await labwright(['clean', id])
  expect(cleaned.stdout).toContain(`removed 1 machine (${id})`)
  expect(remainsOf(id)).toEqual([])
  expect((await labwright(['check', 'noted', '--machine', `vm:${id}`], { cwd })).stderr).toContain(
    `there is no VM '${id}'`,
  )
})
