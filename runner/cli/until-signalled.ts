/** What ends a program that is to tidy up first: Ctrl-C, `kill`, a window that was closed. */
export const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Does some work that a signal (Ctrl-C) ends in order, with its machines, and then the process.
 * @param stopped is called in between, where a signal came
 */
export const untilSignalled = async (
  work: (signal: AbortSignal) => Promise<unknown>,
  stopped?: () => void,
): Promise<void> => {
  const ending = new AbortController()
  let signalled: NodeJS.Signals | undefined
  const stop = (signal: NodeJS.Signals): void => {
    signalled = signal
    ending.abort()
  }
  for (const signal of SIGNALS) process.on(signal, stop)
  try {
    await work(ending.signal)
  } catch (error) {
    if (!signalled) throw error
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop)
  }
  if (!signalled) return
  stopped?.()
  // As a shell expects it of a program that a signal ended.
  process.kill(process.pid, signalled)
}

/** Waits until a signal is given. */
export const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve())
  })
