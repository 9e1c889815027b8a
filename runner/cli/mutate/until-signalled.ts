const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Does some work that a signal (Ctrl-C) ends in order, with its machines, and then the process. */
export const untilSignalled = async (work: (signal: AbortSignal) => Promise<void>): Promise<void> => {
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
  // As a shell expects it of a program that a signal ended.
  if (signalled) process.kill(process.pid, signalled)
}
