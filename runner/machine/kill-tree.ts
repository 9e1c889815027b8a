import { readdirSync, readFileSync } from 'node:fs'

interface Process {
  pid: number
  parent: number
  session: number
}

/**
 * Kills a process, its session, and all descendants, also those in sessions and PID namespaces of their own. What has
 * cut itself loose from both, as daemons do, is let alone.
 * @param root a process that leads a session
 */
export const killTree = (root: number): void => {
  for (const pid of stopTree(root)) send(pid, 'SIGKILL')
}

/** Kills what `killTree` does but the process itself, which waits for its only child and ends when that has. */
export const killBelow = (root: number): void => {
  for (const pid of stopTree(root)) if (pid !== root) send(pid, 'SIGKILL')
  const wake = (): void => {
    // nsenter(1) stops itself when it sees its child stopped, which may be just now.
    if (statFields(root)?.[0] === 'T') send(root, 'SIGCONT')
    if (statFields(root)) setTimeout(wake, 5)
  }
  wake()
}

/** Sends a signal to the children of a process. */
export const signalChildren = (root: number, signal: NodeJS.Signals): void => {
  for (const { pid, parent } of processes()) if (parent === root) send(pid, signal)
}

/** Stops a process and all that belongs to it, and says which they are. */
const stopTree = (root: number): Set<number> => {
  const doomed = new Set<number>()
  for (let grown = true; grown; ) {
    grown = false
    for (const { pid, parent, session } of processes()) {
      if (doomed.has(pid) || !(pid === root || session === root || doomed.has(parent))) continue
      // Stopped, it has no more children while the others are looked for.
      send(pid, 'SIGSTOP')
      doomed.add(pid)
      grown = true
    }
  }
  return doomed
}

const processes = (): Process[] =>
  readdirSync('/proc').flatMap((name) => {
    const pid = Number(name)
    const fields = pid ? statFields(pid) : undefined
    return fields ? [{ pid, parent: Number(fields[1]), session: Number(fields[3]) }] : []
  })

/** What `/proc/PID/stat` says after the name: state, parent, group, session, …; undefined where there is no such process. Source: proc(5). */
export const statFields = (pid: number): string[] | undefined => {
  try {
    // The name may hold blanks and brackets: count from its end.
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
  } catch {
    return undefined
  }
}

/**
 * Sends a signal to a process that may have ended already.
 * @returns whether it was there
 */
export const send = (pid: number, signal: NodeJS.Signals): boolean => {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}
