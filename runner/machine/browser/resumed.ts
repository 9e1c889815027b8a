import type { Pty } from '../../terminal/pty.ts'
import { HELLO } from '../../terminal/supervisor.ts'

/**
 * A shell that was started before, as one that starts now: what it prints first is what it printed then, and what it is told
 * first it has been told already.
 */
export const resumed = (pty: Pty): Pty => {
  let listener = (_data: string): void => {}
  /** What was printed after HELLO, until the shell would have been told what to do. */
  let held: string | undefined = ''
  let greeted = false
  pty.onData((data) => {
    if (held === undefined) return listener(data)
    held += data
    const hello = held.indexOf(HELLO)
    if (greeted || hello === -1) return
    greeted = true
    held = held.slice(hello + HELLO.length)
    listener(HELLO)
  })
  return {
    ...pty,
    onData: (take) => {
      listener = take
    },
    write: (data) => {
      if (held === undefined) return pty.write(data)
      const printed = held
      held = undefined
      if (printed) listener(printed)
    },
  }
}
