/** Whether a lab can have a machine in the page itself, and why it can't. */
import type { Requirement } from '../../../runner/lab/lab.ts'
import type { Lack } from './abilities.ts'
import { type ImageName, imageFor, type SiteImage, type SiteImages } from './site-image.ts'

export type Offer =
  /** The site was built without machines. */
  | { kind: 'none' }
  | { kind: 'machine'; name: ImageName; image: SiteImage }
  | { kind: 'two-machines' }
  /** The site has machines, but none with Docker. */
  | { kind: 'docker' }
  | { kind: 'unable'; lack: Lack }

export const offerFor = (
  requires: readonly Requirement[],
  images: SiteImages,
  lack: Lack | undefined,
): Offer => {
  if (Object.keys(images).length === 0) return { kind: 'none' }
  if (requires.includes('two-machines')) return { kind: 'two-machines' }
  const name = imageFor(requires)
  const image = images[name]
  if (!image) return { kind: name === 'docker' ? 'docker' : 'none' }
  return lack ? { kind: 'unable', lack } : { kind: 'machine', name, image }
}
