import type { Machine } from '../machine/machine.ts'
import { lookAtNetworks } from '../topology/look.ts'
import type { Topology } from '../topology/topology.ts'
import { Coalesced } from './coalesced.ts'
import type { Page } from './page.ts'

/** Milliseconds from one look to the next, at least. */
const INTERVAL = 300
/** How many times as long as a look took nobody looks after it: some twenty programs run for each, in many machines at once. */
const REST = 5

/** Looks at a machine's networks when something may have changed them, as long as a page shows the picture of them. */
export class TopologyWatch implements Disposable {
  readonly #machine: () => Machine | undefined
  readonly #pages = new Set<Page>()
  readonly #looking = new Coalesced(INTERVAL, () => this.#look(), REST)
  #last: { topology: Topology; machine: Machine } | undefined

  /** @param machine the one to look at; undefined where there is none */
  constructor(machine: () => Machine | undefined) {
    this.#machine = machine
  }

  /** The page shows the picture from now on; what was seen last of the present machine, it is told at once. */
  show(page: Page): void {
    this.#pages.add(page)
    if (this.#last && this.#last.machine === this.#machine()) this.#tell(page, this.#last.topology)
    this.ask()
  }

  hide(page: Page): void {
    this.#pages.delete(page)
  }

  /** Something may have changed. */
  ask(): void {
    if (this.#pages.size > 0) this.#looking.ask()
  }

  async #look(): Promise<void> {
    const machine = this.#pages.size > 0 ? this.#machine() : undefined
    // A machine that has gone, or is just being made as new, has no networks; its state tells so.
    const topology = machine && (await lookAtNetworks(machine).catch(() => undefined))
    if (!topology || machine !== this.#machine()) return
    this.#last = { topology, machine }
    for (const page of this.#pages) this.#tell(page, topology)
  }

  #tell(page: Page, topology: Topology): void {
    page.send({ type: 'topology', topology })
  }

  [Symbol.dispose](): void {
    this.#looking[Symbol.dispose]()
  }
}
