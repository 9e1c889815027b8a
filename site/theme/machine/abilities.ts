/** What a browser can't do without which there is no machine in the page. */

/** `secure`: the page came over plain HTTP, where a browser keeps nothing and has no cryptography. */
export type Lack = 'secure' | 'wasm' | 'worker' | 'memory'

/** Gigabytes of the computer's memory, below which a machine would bring the browser down. */
const LEAST_MEMORY = 2

/** What is looked at of the page's `globalThis`. */
export interface Surroundings {
  isSecureContext?: boolean
  WebAssembly?: unknown
  Worker?: unknown
  DecompressionStream?: unknown
  /** `deviceMemory` is told by some browsers alone, and never more than 8. */
  navigator?: { deviceMemory?: number }
}

/** @returns the first thing that is missing; undefined where there can be a machine */
export const lackOf = ({
  isSecureContext,
  WebAssembly,
  Worker,
  DecompressionStream,
  navigator,
}: Surroundings): Lack | undefined => {
  if (!isSecureContext) return 'secure'
  if (!WebAssembly) return 'wasm'
  if (!Worker || !DecompressionStream) return 'worker'
  if ((navigator?.deviceMemory ?? LEAST_MEMORY) < LEAST_MEMORY) return 'memory'
  return undefined
}
