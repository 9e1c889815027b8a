import type { Image } from '../machine/image/image.ts'
import { chooseAccelerator, hindrance } from '../machine/vm/accelerator.ts'
import { ensureSystem } from '../machine/vm/system.ts'
import { missingNeeds } from '../setup/needs.js'
import type { Finding } from './finding.ts'

/** What VMs would be like here. That there is none is no failure: other machines need none. */
export const examineVm = async (image: Image | undefined, deep: boolean): Promise<Finding> => {
  const missing = missingNeeds(['vm'])
  if (process.arch !== 'x64')
    return { name: 'VMs', ok: 'warning', detail: `can be had on x86-64 only; this is ${process.arch}` }
  if (missing.length > 0) {
    const packages = [...new Set(missing.map((need) => need.package))].join(' ')
    return {
      name: 'VMs',
      ok: 'warning',
      detail: `can't be had: ${missing.map(({ file }) => file).join(', ')} missing`,
      mend: `apt-get install --no-install-recommends ${packages}`,
    }
  }
  const reason =
    deep && image ? (await chooseAccelerator(await ensureSystem(image, () => {}))).reason : hindrance()
  return {
    name: 'VMs',
    ok: true,
    detail: reason
      ? `emulated, some twenty times slower: ${reason}`
      : deep
        ? 'run on KVM'
        : 'can be had; --deep tries KVM',
  }
}
