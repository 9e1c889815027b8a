/** The machines that make up a scratch machine: `host`, and `beta` where the lab asks for two. Other machines have the same. */
import type { Facts } from '../machine.ts'
import type { Member } from './state.ts'

/** The LAN is each scratch machine's own and joined to nothing, so all have the same addresses. */
export const LAN = '10.77.0'

/** A terminal stands on the machine that it is named after (`beta`, `beta-2`), else on `host`. */
export const machineOf = (terminal: string, members: readonly Pick<Member, 'name'>[]): string =>
  members.find(({ name }) => terminal === name || terminal.startsWith(`${name}-`))?.name ?? 'host'

/** What is the same of every machine that `init.sh` makes, wherever it runs. */
export const factsOf = (
  members: readonly Pick<Member, 'name' | 'address' | 'mac'>[],
  docker: string,
  kernel: string,
): Facts => ({
  ...Object.fromEntries(
    members.flatMap(({ name, address, mac }) => [
      [`${name}.name`, name],
      [`${name}.ip`, address],
      [`${name}.cidr`, `${address}/24`],
      [`${name}.mac`, mac],
    ]),
  ),
  'host.gateway': `${LAN}.1`,
  'host.lan': `${LAN}.0/24`,
  'docker.version': docker,
  'kernel.version': kernel,
})
