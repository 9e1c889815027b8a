// @ts-check
// Runs commands for a `Launcher`; see there. It ends, and what it runs with it, when the connection does: that is, however the server ends.
import { load } from '../compiled/load.js'

/** @type {typeof import('./execute.ts')} */
const { execute } = await load('machine/execute.ts')

/** What runs, by the number of its order. @type {Map<number, AbortController>} */
const running = new Map()

process.on('message', async (/** @type {import('./launcher.ts').Order} */ order) => {
  if ('abort' in order) return running.get(order.id)?.abort()
  const ending = new AbortController()
  running.set(order.id, ending)
  const { id, command, timeout, kill } = order
  const options = { signal: ending.signal, ...(timeout ? { timeout } : {}) }
  const output = await execute(command, options, kill).catch(() => undefined)
  running.delete(id)
  if (process.connected) process.send?.({ id, ...(output ? { output } : {}) })
})

process.on('disconnect', () => {
  for (const ending of running.values()) ending.abort()
  process.exit()
})
