import { join } from 'node:path'
import { execa } from 'execa'
import { expect, it } from 'vitest'

const SCRIPT = join(import.meta.dirname, 'orphans-script.ts')

it('a machine ends at once where process 1 of the computer never takes note of an orphan, as in a container that runs `sleep`', async () => {
  // Its machines stand in a list of its own: who reads the other list from outside sees other process IDs.
  const list = 'mkdir -p /run/labwright && mount -t tmpfs tmpfs /run/labwright'
  const command = `${list}; (node --import tsx "$0" 2>&1; echo ended) & exec sleep 1000`
  const args = ['--pid', '--fork', '--kill-child', '--mount-proc', 'bash', '-c', command, SCRIPT]
  const computer = execa('unshare', args, { cwd: join(import.meta.dirname, '../../..'), reject: false })
  const said: string[] = []
  for await (const line of computer) {
    said.push(line)
    // Told to end, unshare would wait for process 1.
    if (line === 'ended') computer.kill('SIGKILL')
  }
  expect(said).toEqual([expect.stringMatching(/^\d+$/), 'ended'])
  // After five seconds, all that stands is killed.
  expect(Number(said[0])).toBeLessThan(2000)
})
