/** What a page knows of an image that lies beside it, before it loads anything of it. */
import type { Requirement } from '../../../runner/lab/lab.ts'

export type ImageName = 'plain' | 'docker'

export interface SiteImage {
  key: string
  /** Bytes that are loaded before there is a prompt, and the files that hold them, each with its own. */
  first: number
  firstFiles: [name: string, bytes: number][]
  /** Bytes of all of it. */
  all: number
}

/** The images of the site; none where it was built without any. */
export type SiteImages = Partial<Record<ImageName, SiteImage>>

/** The image that a lab needs. */
export const imageFor = (requires: readonly Requirement[]): ImageName =>
  requires.includes('docker') ? 'docker' : 'plain'

/** Where an image lies, from the site's `base` on. */
export const imageFolder = (name: ImageName): string => `machine/${name}/`
