/** Uses a scratch machine in each way that leaves dead processes, disposes of it, and says how many milliseconds that took. */
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureImage } from '../../../runner/machine/image/build.ts'
import { ScratchMachine } from '../../../runner/machine/scratch/scratch.ts'

const SIZE = { columns: 80, rows: 24 }
const machine = await ScratchMachine.create({ image: await ensureImage(() => {}), lab: 'orphans' })
const closed = await machine.open('host', SIZE)
void closed.run('sleep 1000').catch(() => {})
const open = await machine.open('host', SIZE)
void open.run('sleep 1000').catch(() => {})
const ending = new AbortController()
const aborted = machine.exec('setsid sleep 1000 & sleep 1000', { signal: ending.signal }).catch(() => {})
await machine.exec('sleep 1000', { timeout: 100 })
await sleep(300)

ending.abort()
await aborted
await closed[Symbol.asyncDispose]()
const began = performance.now()
await machine[Symbol.asyncDispose]()
console.log(Math.round(performance.now() - began))
