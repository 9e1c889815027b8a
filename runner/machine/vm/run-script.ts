import { constants } from 'node:os'
import type { ClientChannel } from 'ssh2'
import { BoundedText } from '../bounded-text.ts'
import type { ExecOptions, Output } from '../machine.ts'

/** Milliseconds for the VM to hang up on what has been stopped; one that stands still never does. */
const PATIENCE = 3000

/**
 * Hands `enter.sh --script` its script, and says what that printed.
 * @param kill ends a process in the VM, told its ID, with all that it started
 * @returns undefined where the VM went away meanwhile
 * @throws the signal's reason where that was aborted; the process tree is killed
 */
export const runScript = async (
  channel: ClientChannel,
  script: string,
  { timeout, signal }: ExecOptions,
  kill: (pid: string) => void,
): Promise<Output | undefined> => {
  const stdout = new BoundedText()
  const stderr = new BoundedText()
  let late = false
  let giveUp = (): void => {}
  const stop = (): void => {
    const pid = /^\d+(?=\n)/.exec(stdout.text())?.[0]
    if (pid !== undefined) kill(pid)
    // What has cut itself loose may hold the channel open.
    channel.close()
    setTimeout(giveUp, PATIENCE)
  }
  const timer = timeout
    ? setTimeout(() => {
        late = true
        stop()
      }, timeout)
    : undefined
  signal?.addEventListener('abort', stop)
  try {
    const exit = await new Promise<number | undefined>((resolve) => {
      let status: number | undefined
      channel.on('data', (chunk: Buffer) => stdout.add(chunk))
      channel.stderr.on('data', (chunk: Buffer) => stderr.add(chunk))
      channel.on('error', () => {})
      channel.on('exit', (code: number | null, name?: string) => {
        status = code ?? 128 + (constants.signals[`SIG${name?.replace(/^SIG/, '')}` as NodeJS.Signals] ?? 0)
      })
      channel.on('close', () => resolve(status))
      giveUp = () => resolve(status)
      channel.end(script)
    })
    signal?.throwIfAborted()
    const printed = stdout.text().replace(/^\d+\n/, '')
    if (late) return { stdout: printed, stderr: stderr.text(), exit: undefined }
    return exit === undefined ? undefined : { stdout: printed, stderr: stderr.text(), exit }
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}
