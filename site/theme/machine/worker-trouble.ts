/** What goes wrong while a machine is made, in the learner's words. */
import { MachineError } from '../../../runner/machine/machine.ts'
import { FileError } from './image-files.ts'
import type { Begin } from './worker-messages.ts'

/**
 * Makes a machine. The emulator tells of memory that it can't have by an error that nobody waits for: that counts, too.
 * @throws MachineError
 */
export const orFailure = async <T>(troubles: Begin['troubles'], make: () => Promise<T>): Promise<T> => {
  let stray: ((event: PromiseRejectionEvent | ErrorEvent) => void) | undefined
  const failed = new Promise<never>((_, reject) => {
    stray = (event) => {
      event.preventDefault()
      reject('reason' in event ? event.reason : event.error)
    }
    addEventListener('unhandledrejection', stray)
    addEventListener('error', stray)
  })
  try {
    return await Promise.race([make(), failed])
  } catch (error) {
    // A machine whose files can't be had goes, and says so in its own words.
    if (error instanceof MachineError && !(error.cause instanceof FileError)) throw error
    const kind = troubleOf(error)
    const { message, mend } = troubles[kind]
    throw new MachineError(kind === 'crashed' ? `${message} (${error})` : message, mend, { cause: error })
  } finally {
    removeEventListener('unhandledrejection', stray!)
    removeEventListener('error', stray!)
  }
}

const troubleOf = (error: unknown): keyof Begin['troubles'] => {
  if (error instanceof MachineError) return troubleOf(error.cause)
  if (error instanceof FileError) return error.why
  return /RangeError|out of memory|alloc|RuntimeError: unreachable/i.test(String(error))
    ? 'memory'
    : 'crashed'
}
