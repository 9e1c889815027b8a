import type { ClassOpener } from '../../serve/app.ts'
import { UsageError } from '../exit.ts'

/** Classes that are open at once, at most. */
const MAX_CLASSES = 3

export interface ServedClassesOptions {
  /** The address that the server listens on: classes do, too. */
  listen: string
  site: string | undefined
  machine: 'scratch' | 'vm'
}

/** The classes that were opened from the page, each on a port of its own; they end with the server, and can be resumed. */
export class ServedClasses implements AsyncDisposable {
  readonly #options: ServedClassesOptions
  readonly #ending = new AbortController()
  readonly #running = new Set<Promise<void>>()

  constructor(options: ServedClassesOptions) {
    this.#options = options
  }

  readonly open: ClassOpener = async ({ title, labs }) => {
    if (this.#running.size >= MAX_CLASSES)
      throw new UsageError(`${MAX_CLASSES} classes are open already: stop the server, and start it again.`)
    // Most servers never open one.
    const { classLabs, startClass } = await import('../class/new-class.ts')
    const { DEFAULTS } = await import('../class/options.ts')
    const { listen, site, machine } = this.#options
    const options = { ...DEFAULTS, listen, machine, port: 0, ...(site === undefined ? {} : { site }) }
    const signal = this.#ending.signal
    return new Promise((resolve, reject) => {
      const opened = ({ teacherAddress }: { teacherAddress: string }): void => resolve(teacherAddress)
      const running = startClass({ labs: classLabs(labs), title, options, signal, opened }).catch(reject)
      this.#running.add(running)
      void running.then(() => this.#running.delete(running))
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort()
    await Promise.all(this.#running)
  }
}
