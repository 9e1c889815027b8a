/**
 * A socket that leads to a room in a worker of this page, where others lead to a server. Until a machine is asked for there is
 * no worker, and when it is not needed any more it is ended: so the memory of the machine is given back.
 */
import type { LearnState, MachineState } from '../../../runner/learn/state.ts'
import type { Reply, Request } from '../../../runner/serve/messages.ts'
import type { Socket } from '../live/connection.ts'
import type { Begin, FromWorker, Loading, Trouble } from './worker-messages.ts'

/** Known of the room when the first worker begins. */
type Known = Pick<Begin, 'at'>

export interface PageSocketOptions {
  lab: string
  /** What the worker is to begin with. */
  begin(known: Known): Promise<Begin>
  loading(loading: Loading | undefined): void
  saved(answer: Extract<FromWorker, { type: 'saved' }>): void
  /** The worker broke down. */
  crashed(): Trouble
}

export class PageSocket implements Socket {
  readyState = 0
  onopen: Socket['onopen'] = null
  onmessage: Socket['onmessage'] = null
  onclose: Socket['onclose'] = null
  onerror: Socket['onerror'] = null
  readonly #options: PageSocketOptions
  #worker: Worker | undefined
  /** One that has nothing to do yet: who wants a machine has its code at hand. */
  #spare: Worker | undefined
  #at: string | undefined
  #picture: string | undefined
  /** Counts the workers: one that was ended while it began does not begin. */
  #turn = 0

  constructor(options: PageSocketOptions) {
    this.#options = options
    const spare = newWorker()
    this.#spare = spare
    // One whose code could not be had is of no use: who wants a machine tries again, and hears of it.
    spare.onerror = (event) => {
      event.preventDefault()
      if (this.#spare === spare) this.#endSpare()
    }
    queueMicrotask(() => {
      if (this.readyState !== 0) return
      this.readyState = 1
      this.onopen?.({} as never)
      this.#tellNone('none')
    })
  }

  send(json: string): void {
    const request = JSON.parse(json) as Request
    if (request.type === 'go') this.#at = request.step
    if (request.type === 'picture') this.#picture = json
    if (request.type === 'start') void this.#start()
    else if (request.type === 'stop') {
      this.#end()
      this.#tellNone('stopped')
    } else if (this.#worker) this.#worker.postMessage(json)
    else if ('id' in request)
      this.#tell({ type: 'taken', id: request.id, trouble: 'There is no machine: start one first.' })
  }

  /** Asks for the machine to be kept; `saved` is told how it went. */
  save(): void {
    this.#worker?.postMessage({ type: 'save' })
  }

  close(): void {
    this.readyState = 3
    this.#endSpare()
    this.#end()
  }

  async #start(): Promise<void> {
    this.#end()
    const turn = this.#turn
    this.#tellNone('starting')
    const worker = this.#spare ?? newWorker()
    this.#spare = undefined
    this.#worker = worker
    worker.onmessage = ({ data }: MessageEvent<FromWorker | string>) => this.#heard(data)
    worker.onerror = (event) => {
      event.preventDefault()
      this.#end()
      this.#tellNone('failed', this.#options.crashed())
    }
    try {
      const begin = await this.#options.begin({ at: this.#at })
      if (turn !== this.#turn) return
      worker.postMessage(begin)
      if (this.#picture) worker.postMessage(this.#picture)
      worker.postMessage(JSON.stringify({ type: 'start' } satisfies Request))
    } catch {
      if (turn !== this.#turn) return
      this.#end()
      this.#tellNone('failed', this.#options.crashed())
    }
  }

  #heard(data: FromWorker | string): void {
    if (typeof data === 'string') this.onmessage?.({ data } as never)
    else if (data.type === 'loading') this.#options.loading(data.loading)
    else this.#options.saved(data)
  }

  #endSpare(): void {
    this.#spare?.terminate()
    this.#spare = undefined
  }

  #end(): void {
    this.#turn++
    this.#worker?.terminate()
    this.#worker = undefined
    this.#options.loading(undefined)
  }

  #tell(reply: Reply): void {
    if (this.readyState === 1) this.onmessage?.({ data: JSON.stringify(reply) } as never)
  }

  /** What a room would tell while there is no machine; of the lab, the page itself knows all that is to be shown then. */
  #tellNone(state: MachineState['state'], trouble?: Trouble): void {
    const machine: MachineState = { state, kind: 'browser', id: '', life: 0, ...(trouble && { trouble }) }
    const nothing: LearnState = {
      lab: this.#options.lab,
      version: '',
      seed: '',
      machine,
      variables: {},
      at: this.#at ?? '',
      steps: [],
      terminals: [],
    }
    this.#tell({ type: 'state', state: nothing })
  }
}

const newWorker = (): Worker => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
