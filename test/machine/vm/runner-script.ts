/** Makes a VM, says its id, and works with it until it is killed. */
import { makeVm } from './make-vm.ts'

const machine = await makeVm()
const terminal = await machine.open('host', { columns: 80, rows: 24 })
void terminal.run('sleep 1000', { timeout: 1e6 }).catch(() => {})
console.log(machine.id)
setInterval(() => {}, 1e6)
