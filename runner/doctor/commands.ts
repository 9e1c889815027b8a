import { isRoot } from '../machine/rootless/user-namespace.ts'
import { missingNeeds, NEEDS, type Need } from '../setup/needs.js'
import type { Finding } from './finding.ts'

const USES: Need['use'][] = ['machine', ...(isRoot ? [] : (['user'] as const)), 'image']

/** The commands that a machine needs, and those that the image is built with, which are missed less once it is. */
export const examineCommands = (imageIsBuilt: boolean): Finding[] => {
  const missing = missingNeeds(USES)
  if (missing.length > 0) return missing.map((need) => missingCommand(need, imageIsBuilt))
  const commands = NEEDS.filter(({ use, file }) => USES.includes(use) && !file.startsWith('/')).map(
    ({ file }) => file,
  )
  return [{ name: 'commands', ok: true, detail: commands.join(', ') }]
}

const missingCommand = (need: Need, imageIsBuilt: boolean): Finding => ({
  name: need.file,
  ok: need.use === 'image' && imageIsBuilt ? 'warning' : false,
  detail: `is missing; it is needed to ${need.why}`,
  mend: `apt-get install --no-install-recommends ${need.package}`,
})
