import type { ClientChannel } from 'ssh2'
import type { Pty } from '../../terminal/pty.ts'

/** What stands before the output of `enter.sh`: its process ID. */
const FIRST_LINE = /^(\d+)\r?\n/

/** Milliseconds until a program that does not hear the hangup is killed. */
const PATIENCE = 1000

/**
 * A pseudoterminal in a VM, at the end of an SSH channel.
 * @param kill ends a process there, told its ID, with all that it started
 */
export const channelPty = (channel: ClientChannel, kill: (pid: string) => void): Pty => {
  let ended = false
  let pid: string | undefined
  let first = ''
  const listeners: ((data: string) => void)[] = []
  channel.setEncoding('utf8')
  channel.on('error', () => {})
  channel.stderr.resume()
  const onExit: (() => void)[] = []
  const end = (): void => {
    if (ended) return
    ended = true
    for (const listener of onExit) listener()
  }
  channel.on('close', end)
  channel.on('data', (data: string) => {
    let rest = data
    if (pid === undefined) {
      first += data
      pid = FIRST_LINE.exec(first)?.[1]
      // Whatever it is, it is not what `enter.sh` says.
      if (pid === undefined && first.length > 32) channel.close()
      if (pid === undefined) return
      rest = first.replace(FIRST_LINE, '')
    }
    if (rest) for (const listener of listeners) listener(rest)
  })
  return {
    write: (data) => {
      if (!ended) channel.write(data)
    },
    resize: (columns, rows) => {
      if (!ended) channel.setWindow(rows, columns, 0, 0)
    },
    onData: (listener) => {
      listeners.push(listener)
    },
    onExit: (listener) => {
      if (ended) listener()
      else onExit.push(listener)
    },
    pause: () => channel.pause(),
    resume: () => channel.resume(),
    kill: () => {
      if (ended) return
      const timers = [
        setTimeout(() => {
          if (pid !== undefined) kill(pid)
        }, PATIENCE),
        // A VM that stands still hangs up on nothing.
        setTimeout(end, 5 * PATIENCE),
      ]
      onExit.push(() => timers.forEach(clearTimeout))
      // Nobody reads what is still printed, and the channel is not closed before it has been read.
      listeners.length = 0
      channel.resume()
      channel.close()
    },
  }
}
