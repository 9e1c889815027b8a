import { findRootsImage, type Image } from '../machine/image/image.ts'
import { hindrance } from '../machine/rootless/user-namespace.ts'
import { chooseAccelerator, hindrance as hindranceOfKvm } from '../machine/vm/accelerator.ts'
import { ensureSystem } from '../machine/vm/system.ts'
import { missingNeeds } from '../setup/needs.js'
import type { Finding } from './finding.ts'

/** A cache for all, where root builds. */
const SHARED = 'LABWRIGHT_CACHE=/var/cache/labwright'

/**
 * What VMs would be like here. That there is none is no failure: other machines need none.
 * @param deep tries KVM, which takes seconds
 */
export const examineVm = async (image: Image | undefined, deep: boolean): Promise<Finding> => {
  if (process.arch !== 'x64') return warning(`can be had on x86-64 only; this is ${process.arch}`)
  const missing = missingNeeds(['vm'])
  if (missing.length > 0) {
    const packages = [...new Set(missing.map((need) => need.package))].join(' ')
    return warning(
      `can't be had: ${missing.map(({ file }) => file).join(', ')} missing`,
      `apt-get install --no-install-recommends ${packages}`,
    )
  }
  const rootsAlone = (await hindrance()) !== undefined
  const source = rootsAlone ? await findRootsImage() : image
  if (rootsAlone && !source)
    return warning(
      "need an image, which you can't build here; root can, where you can read it",
      `sudo env ${SHARED} npx labwright image build --vm, then: export ${SHARED}`,
    )
  if (!deep || !source) return good(hindranceOfKvm(), 'can be had; --deep tries KVM')
  const { reason } = await chooseAccelerator(await ensureSystem(source, () => {}))
  return good(reason, 'run on KVM')
}

const warning = (detail: string, mend?: string): Finding => ({
  name: 'VMs',
  ok: 'warning',
  detail,
  ...(mend ? { mend } : {}),
})

const good = (reason: string | undefined, otherwise: string): Finding => ({
  name: 'VMs',
  ok: true,
  detail: reason ? `emulated, some twenty times slower: ${reason}` : otherwise,
})
