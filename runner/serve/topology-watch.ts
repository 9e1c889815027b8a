import type { Machine } from '../machine/machine.ts'
import { lookAtNetworks } from '../topology/look.ts'
import type { Topology } from '../topology/topology.ts'
import { Coalesced } from './coalesced.ts'

/** Milliseconds from one look to the next, at least. */
const INTERVAL = 300
/** How many times as long as a look took nobody looks after it: some twenty programs run for each, in many machines at once. */
const REST = 5

export interface TopologyListener {
  /** The machine to look at; undefined where there is none, or nobody wants to know. */
  machine(): Machine | undefined
  looked(topology: Topology): void
}

/** Looks at a machine's networks when something may have changed them. */
export class TopologyWatch implements Disposable {
  readonly #listener: TopologyListener
  readonly #looking = new Coalesced(INTERVAL, () => this.#look(), REST)
  #last: { topology: Topology; machine: Machine } | undefined

  constructor(listener: TopologyListener) {
    this.#listener = listener
  }

  /** What was seen last of the present machine. */
  get topology(): Topology | undefined {
    return this.#last && this.#last.machine === this.#listener.machine() ? this.#last.topology : undefined
  }

  ask(): void {
    this.#looking.ask()
  }

  async #look(): Promise<void> {
    const machine = this.#listener.machine()
    // A machine that has gone, or is just being made as new, has no networks; its state tells so.
    const topology = machine && (await lookAtNetworks(machine).catch(() => undefined))
    if (!topology || machine !== this.#listener.machine()) return
    this.#last = { topology, machine }
    this.#listener.looked(topology)
  }

  [Symbol.dispose](): void {
    this.#looking[Symbol.dispose]()
  }
}
