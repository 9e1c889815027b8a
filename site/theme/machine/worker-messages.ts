/** What a page and its worker say to each other beside what a page says to a room, which is text. */
import type { ServedLab } from '../../../runner/serve/rooms.ts'
import type { SiteImage } from './site-image.ts'

/** A machine's trouble in the learner's language. */
export interface Trouble {
  message: string
  mend: string
}

/** The first message: what the worker makes a room, and a machine, of. */
export interface Begin {
  type: 'begin'
  /** JSON text of a `ServedLab`. */
  lab: string
  /** Folder of the image, with `/` at its end, and the image that is expected there. */
  folder: string
  key: string
  /** Files that it begins with, and the bytes of each. */
  first: SiteImage['firstFiles']
  /** Caches: that of this image, and what those of all images begin with; the others of these are old, and removed. */
  cache: { own: string; all: string; current: string[] }
  seed: string
  /** Ids of the steps that were done. */
  done: string[]
  at?: string | undefined
  /** Goes on with the machine that was saved of this lab, and not with a new one. */
  saved?: boolean
  /** The cache of the machines that were saved. */
  saves: string
  troubles: Record<'network' | 'memory' | 'image' | 'crashed', Trouble>
}

export type ToWorker = Begin | { type: 'save' }

/** How far the image has come. */
export interface Loading {
  bytes: number
  of: number
  /** Seconds that are left, where that can be said. */
  seconds?: number
}

export type FromWorker =
  | { type: 'loading'; loading: Loading }
  /** `why` says why it was not. */
  | { type: 'saved'; why?: 'full' | 'other'; text?: string }

export type { ServedLab }
