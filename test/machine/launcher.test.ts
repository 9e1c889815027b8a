import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { statFields } from '../../runner/machine/kill-tree.ts'
import { Launcher } from '../../runner/machine/launcher.ts'

const lives = (pid: number): boolean => !['Z', undefined].includes(statFields(pid)?.[0])

it('ends what it runs when it is disposed of, and runs nothing any more', async () => {
  const launcher = new Launcher()
  const { stdout } = await launcher.execute(['bash', '-c', 'echo $PPID'], {})
  const running = launcher.execute(['sleep', '1000'], {})
  launcher[Symbol.dispose]()
  expect(await running).toMatchObject({ exit: 137 })
  expect(await launcher.execute(['true'], {})).toMatchObject({ exit: 137 })
  await expect.poll(() => lives(Number(stdout))).toBe(false)
})

it('starts again after it was killed', async () => {
  using launcher = new Launcher()
  const { stdout } = await launcher.execute(['bash', '-c', 'echo $PPID'], {})
  const running = launcher.execute(['sleep', '5'], {})
  process.kill(Number(stdout), 'SIGKILL')
  expect(await running).toMatchObject({ exit: 137 })
  expect(await launcher.execute(['echo', 'here'], {})).toMatchObject({ stdout: 'here\n', exit: 0 })
})

it('leaves nothing behind when the process that has it is killed', async () => {
  const file = pathToFileURL('runner/machine/launcher.ts').href
  const script = `
    import { Launcher } from '${file}'
    const launcher = new Launcher()
    void launcher.execute(['sleep', '1000'], {})
    const { stdout } = await launcher.execute(['bash', '-c', 'echo $PPID; sleep 0.3; pgrep -P $PPID -x sleep'], {})
    console.log(stdout)
    setInterval(() => {}, 1000)
  `
  const owner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [printed] = await once(owner.stdout, 'data')
  const pids = String(printed).trim().split('\n').map(Number)
  expect(pids).toHaveLength(2)
  expect(pids.every(lives)).toBe(true)
  owner.kill('SIGKILL')
  await expect.poll(() => pids.filter(lives)).toEqual([])
})
