/** The lab of the page, live: what is told of it by the server, or by the page's own worker, and what the learner can do with its machine. */
import {
  computed,
  type InjectionKey,
  inject,
  type MaybeRefOrGetter,
  onBeforeUnmount,
  onMounted,
  provide,
  type Ref,
  ref,
  type ShallowRef,
  shallowRef,
  toValue,
  watch,
} from 'vue'
import type { Requirement } from '../../../runner/lab/lab.ts'
import type { LearnState, MachineState } from '../../../runner/learn/state.ts'
import type { Refusal } from '../../../runner/serve/messages.ts'
import type { Topology } from '../../../runner/topology/topology.ts'
import { makeOwnMachine, type OwnMachine } from '../machine/own-machine.ts'
import { Connection, type ConnectionState, type Socket } from './connection.ts'
import { takeProgress } from './progress.ts'
import { isServed, socketAddress } from './served.ts'
import { TerminalStreams } from './terminal-streams.ts'
import { useWake } from './use-wake.ts'

export interface LiveLab {
  /** Whether the lab can have a machine: one of the server's, or one in the page. Reactive when read as a property; false until the page is mounted. */
  readonly live: boolean
  /** Whether a server stands behind the page; as above. */
  readonly served: boolean
  /** The machine in the page, where no server has one. */
  readonly own: OwnMachine
  /** The lab that the page shows, where it can have a machine. */
  readonly lab: string | undefined
  state: ShallowRef<LearnState | undefined>
  topology: ShallowRef<Topology | undefined>
  connection: Ref<ConnectionState>
  /** What was refused last, until it is mended. */
  refused: ShallowRef<Refusal | undefined>
  /** The terminal that was last asked for; the dock shows it. */
  wanted: Ref<{ terminal: string } | undefined>
  start(): void
  /** Starts with the machine that was saved in this browser. */
  goOn(): void
  stop(): void
  /** A machine as new; `replay`: with the steps before the learner's played again. @returns what went wrong */
  reset(replay: boolean): Promise<string | undefined>
  /** The learner is still there: an idle machine is not stopped. */
  stay(): void
  /** Types a command of the lesson into its terminal, which `terminal` names so that it can be shown. @returns what went wrong */
  run(step: string, block: number, command: number, terminal?: string): Promise<string | undefined>
  /** @returns why the machine can't say, if it can't; right or wrong is told by the state */
  answer(step: string, question: number, text: string): Promise<string | undefined>
  go(step: string): void
  /** Whether the page shows the picture of the networks: only then `topology` is kept up to date. */
  showsPicture(shown: boolean): void
  /** Another object for another lab; reactive when read as a property. */
  readonly terminals: TerminalStreams
}

const needsStart = (state: MachineState['state'] | undefined): boolean =>
  state === 'none' || state === 'stopped' || state === 'gone' || state === 'failed'

const key: InjectionKey<LiveLab> = Symbol('live lab')

/** For the layout: makes the live lab, which connects while `name` names a lab that can have a machine. */
export function provideLiveLab(
  name: MaybeRefOrGetter<string | undefined>,
  requires: MaybeRefOrGetter<Requirement[]>,
): LiveLab {
  const lab = makeLiveLab(name, requires)
  provide(key, lab)
  return lab
}

/** @throws outside a layout that has called `provideLiveLab` */
export function useLiveLab(): LiveLab {
  const lab = inject(key)
  if (!lab) throw new Error('useLiveLab stands outside a layout that calls provideLiveLab')
  return lab
}

function makeLiveLab(
  name: MaybeRefOrGetter<string | undefined>,
  requires: MaybeRefOrGetter<Requirement[]>,
): LiveLab {
  const served = ref(false)
  const isStatic = ref(false)
  const shown = computed(() => toValue(name))
  const state = shallowRef<LearnState>()
  const topology = shallowRef<Topology>()
  const connection = ref<ConnectionState>('off')
  const refused = shallowRef<Refusal>()
  const wanted = shallowRef<{ terminal: string }>()
  const own = makeOwnMachine(
    shown,
    computed(() => toValue(requires)),
    isStatic,
  )
  const live = computed(() => served.value || own.offer.value?.kind === 'machine')
  let line: Connection | undefined
  let picture = false
  const terminals = shallowRef(new TerminalStreams(() => false))

  function connect(socket: () => Socket) {
    const streams = new TerminalStreams((request) => made.say(request))
    const made = new Connection({
      connect: socket,
      changed(now) {
        connection.value = now
        if (now !== 'open') streams.lost()
        else if (picture) made.say({ type: 'picture', shown: true })
      },
      reply(reply) {
        switch (reply.type) {
          case 'state':
            if (hasRoom(reply.state)) refused.value = undefined
            state.value = reply.state
            takeProgress(reply.state)
            streams.onMachine(reply.state.machine)
            break
          case 'topology':
            topology.value = reply.topology
            break
          case 'output':
            streams.heard(reply)
            break
          case 'ended':
            streams.ended(reply.terminal, reply.life)
            break
          case 'refused':
            refused.value = reply
            break
        }
      },
    })
    terminals.value = streams
    line = made
    made.open()
  }

  /** Whether a terminal that was refused is there now, or another has made room for it. */
  function hasRoom({ terminals: now }: LearnState): boolean {
    const before = state.value?.terminals.length ?? 0
    return now.length < before || now.includes(refused.value?.terminal ?? '')
  }

  function disconnect() {
    line?.close()
    line = undefined
    state.value = undefined
    topology.value = undefined
    refused.value = undefined
    wanted.value = undefined
  }

  useWake(() => line?.wake())
  onMounted(() => {
    served.value = isServed()
    isStatic.value = !served.value
    const connected = computed(() => (live.value ? shown.value : undefined))
    watch(
      connected,
      (lab) => {
        disconnect()
        if (!lab) return
        connect(served.value ? () => new WebSocket(socketAddress(`lab/${lab}`)) : own.socket(lab))
      },
      { immediate: true, flush: 'sync' },
    )
  })
  onBeforeUnmount(disconnect)

  /** Starts a machine where there is none, if the learner wants what that takes. */
  async function start(): Promise<boolean> {
    const of = line
    if (!served.value && !(await own.agreed())) return false
    return line === of && line?.say({ type: 'start' }) === true
  }

  /** Starts a machine where there is none. @returns whether there is one */
  async function ready(): Promise<boolean> {
    const [of, before] = [line, state.value]
    let begun = !needsStart(before?.machine.state)
    if (!begun && !(await start())) return false
    return new Promise((settle) => {
      const look = (): void => {
        const now = state.value?.machine.state
        if (!needsStart(now)) begun = true
        const failed = needsStart(now) && (begun || (now === 'failed' && state.value !== before))
        if (now !== 'ready' && !failed && line === of && of) return
        queueMicrotask(() => unwatch())
        settle(now === 'ready' && line === of)
      }
      const unwatch = watch([state, connection], look, { flush: 'sync' })
      look()
    })
  }

  const ask = async (errand: Parameters<Connection['ask']>[0]) => line?.ask(errand)
  return {
    get live() {
      return live.value
    },
    get served() {
      return served.value
    },
    own,
    get lab() {
      return shown.value
    },
    state,
    topology,
    connection,
    refused,
    wanted,
    start: () => void start(),
    goOn() {
      own.goesOn.value = true
      void start()
    },
    stop: () => void line?.say({ type: 'stop' }),
    stay: () => void line?.say({ type: 'stay' }),
    go: (step) => void line?.say({ type: 'go', step }),
    showsPicture(shown) {
      if (picture === shown) return
      picture = shown
      line?.say({ type: 'picture', shown })
    },
    reset: (replay) => ask({ type: 'reset', replay }),
    async run(step, block, command, terminal) {
      const known = state.value?.steps.find(({ id }) => id === step)
      const typedIn =
        terminal ?? known?.commands.find((one) => one.block === block && one.command === command)?.terminal
      if (typedIn) wanted.value = { terminal: typedIn }
      if (!(await ready())) return state.value?.machine.trouble?.message
      return ask({ type: 'run', step, block, command })
    },
    answer: (step, question, text) => ask({ type: 'answer', step, question, text }),
    get terminals() {
      return terminals.value
    },
  }
}
