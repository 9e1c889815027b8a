/** What has to do with a machine in the page and can be asked without one. */
import { withBase } from 'vitepress'
import type { Offer } from './offer.ts'
import type { Saved } from './saves.ts'
import { imageFolder } from './site-image.ts'

/** Why a saved machine can't be gone on with: the site has another image, or the lab is another. */
export type Misfit = 'image' | 'lab'

/** Where an image's files lie, with `/` at its end. */
export const folderOf = ({ name }: Machine): string =>
  new URL(withBase(`/${imageFolder(name)}`), location.href).href

export type Machine = Extract<Offer, { kind: 'machine' }>

/** A lab with its version, as text. */
export async function servedLab(lab: string): Promise<string> {
  const { labs } = await import('virtual:labs')
  return (await labs[lab]!()).default
}

/** @returns undefined where it can be gone on with */
export async function misfitOf(saved: Saved, lab: string, key: string): Promise<Misfit | undefined> {
  if (saved.key !== key) return 'image'
  const { version } = JSON.parse(await servedLab(lab))
  return saved.version === version ? undefined : 'lab'
}

/** Whether the browser keeps all that a machine begins with. */
export async function isInCache(cache: string, machine: Machine): Promise<boolean> {
  try {
    if (!(await caches.has(cache))) return false
    const open = await caches.open(cache)
    const folder = folderOf(machine)
    const found = await Promise.all(machine.image.firstFiles.map(([file]) => open.match(folder + file)))
    return found.every(Boolean)
  } catch {
    return false
  }
}
