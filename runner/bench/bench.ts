/** `npm run bench`: the figures that are promised, each beside a baseline of the same run. */
import { cpus, release } from 'node:os'
import { ensureImage } from '../machine/image/build.ts'
import { benchBrowser } from './browser.ts'
import { benchClass } from './class.ts'
import { benchCommands } from './commands.ts'
import { benchEcho } from './echo.ts'
import { benchMachines } from './machines.ts'
import { benchReceipts } from './receipts.ts'
import { benchVms } from './vms.ts'

const image = await ensureImage((what) => console.error(what))
console.log(
  `Linux ${release()}, ${cpus().length} x ${cpus()[0]?.model}, Node ${process.versions.node}, Docker ${image.docker}\n`,
)
console.log(`200 echo commands in one lab. Promised: labwright at most 0.3 ms a command over bare bash.\n`)
console.log(await benchCommands(image, 10))
console.log(
  `\nFrom nothing to the first answer. Promised: with Docker at most 1.5 times the script; without, at most 100 ms.\n`,
)
console.log(await benchMachines(image, 15))
console.log(
  '\nA VM, from its snapshot to the first answer, beside one that boots. Promised: at most 3 s, emulated.\n',
)
console.log(await benchVms(image, 5))
console.log('\n1,000 receipts verified. Promised: in less than 2 s.\n')
console.log(await benchReceipts(10))
console.log(
  '\nKeystroke to echo in the page, 500 keys. Promised: p99 at most 30 ms beside 20 terminals that print.\n',
)
console.log(await benchEcho(500))
console.log(
  '\nA machine in the page, emulated, on a host of files. Promised: an answer in 3 s with nothing kept, in 2 s from what is kept; at most 32 MB; no task over 50 ms; no growth over resets.\n',
)
console.log(await benchBrowser(3))
console.log(
  '\nA class, all at once, each typing through the lab. Promised: keystroke to echo, p99 at most 150 ms.\n',
)
console.log(await benchClass())
