/** A learner's lab, as the teacher sees it over their shoulder. */
import { onBeforeUnmount, type Ref, ref, type ShallowRef, shallowReactive, shallowRef, watch } from 'vue'
import type { LearnState } from '../../../../runner/learn/state.ts'
import { Connection, type ConnectionState } from '../../live/connection.ts'
import { socketAddress } from '../../live/served.ts'
import { type Size, TerminalStreams } from '../../live/terminal-streams.ts'
import { useWake } from '../../live/use-wake.ts'

export interface Shoulder {
  /** Undefined until it is told. */
  state: ShallowRef<LearnState | undefined>
  connection: Ref<ConnectionState>
  /** The learner's size of each terminal, by name. */
  sizes: ReadonlyMap<string, Size>
  /** What the server refused last, in its words; may be emptied. */
  refused: Ref<string>
  /** Another object for another lab; reactive when read as a property. */
  readonly streams: TerminalStreams
}

/** @param target the learner's id and the lab's name; undefined for none */
export function useShoulder(target: () => { learner: string; lab: string } | undefined): Shoulder {
  const state = shallowRef<LearnState>()
  const connection = ref<ConnectionState>('off')
  const sizes = shallowReactive(new Map<string, Size>())
  const refused = ref('')
  const streams = shallowRef(new TerminalStreams(() => false))
  let line: Connection | undefined

  function connect(learner: string, lab: string) {
    const own = new TerminalStreams((request) => made.say(request))
    const path = `class/shoulder/${encodeURIComponent(learner)}/${encodeURIComponent(lab)}`
    const made = new Connection({
      connect: () => new WebSocket(socketAddress(path)),
      changed(now) {
        connection.value = now
        if (now !== 'open') own.lost()
      },
      reply(reply) {
        if (reply.type === 'state') {
          state.value = reply.state
          own.onMachine(reply.state.machine)
        } else if (reply.type === 'output') own.heard(reply)
        else if (reply.type === 'ended') own.ended(reply.terminal, reply.life)
        else if (reply.type === 'size')
          sizes.set(reply.terminal, { columns: reply.columns, rows: reply.rows })
        else if (reply.type === 'refused') refused.value = reply.message
      },
    })
    streams.value = own
    line = made
    made.open()
  }

  function disconnect() {
    line?.close()
    line = undefined
    state.value = undefined
    sizes.clear()
    refused.value = ''
  }

  watch(
    () => JSON.stringify(target() ?? null),
    () => {
      disconnect()
      const to = target()
      if (to) connect(to.learner, to.lab)
    },
    { immediate: true },
  )
  useWake(() => line?.wake())
  onBeforeUnmount(disconnect)

  return {
    state,
    connection,
    sizes,
    refused,
    get streams() {
      return streams.value
    },
  }
}
