/**
 * Makes scratch machines, all at once, says their ids, and then `done`. It works with them until it is killed.
 *
 *   runner-script.ts PLAN…   a word for each machine: `plain`, `docker` (a container runs, another is frozen), `busy` (a
 *                            terminal and a script are at work), or `keep` (it is kept); where all are kept, it ends
 */
import { ensureImage } from '../../../runner/machine/image/build.ts'
import { ScratchMachine } from '../../../runner/machine/scratch/scratch.ts'

const plans = process.argv.slice(2)
const image = await ensureImage(() => {})
console.log('begins')

const prepare = async (machine: ScratchMachine, plan: string): Promise<void> => {
  if (plan === 'docker') {
    const script =
      'docker run -d --name one busybox sleep 1000 && docker run -d --name ice busybox sleep 1000 && docker pause ice'
    const { exit, stderr } = await machine.exec(script, { timeout: 120_000 })
    if (exit !== 0) throw new Error(stderr)
  }
  if (plan === 'busy') {
    const terminal = await machine.open('host', { columns: 80, rows: 24 })
    void terminal.run('sleep 1000', { timeout: 1e6 }).catch(() => {})
    void machine.exec('trap "" INT TERM HUP; setsid sleep 1000 & sleep 1000').catch(() => {})
  }
  if (plan === 'keep') {
    await machine.exec('echo kept >/root/note')
    await machine.keep()
  }
}

await Promise.all(
  plans.map(async (plan) => {
    const machine = await ScratchMachine.create({ image, lab: 'leak-test' })
    await prepare(machine, plan)
    console.log(machine.id)
  }),
)
console.log('done')
if (plans.every((plan) => plan === 'keep')) process.exit()
setInterval(() => {}, 1e6)
