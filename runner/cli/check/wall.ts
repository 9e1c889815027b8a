import { setTimeout as sleep } from 'node:timers/promises'
import type { WriteStream } from 'node:tty'
import type { CheckedLab } from '../../play/result.ts'
import { checkReport } from '../../report/check.ts'
import { wallChanges, wallPicture } from '../../report/wall.ts'

/** The alternate screen, without a cursor; and back. Source: XTerm Control Sequences. */
const ENTER = '\x1b[?1049h\x1b[?25l'
const LEAVE = '\x1b[?25h\x1b[?1049l'

export interface WallOptions {
  /** Milliseconds from one look to the next. */
  interval: number
  color: boolean
  /** Ends it. */
  signal: AbortSignal
}

/**
 * Looks again and again, and shows what was found: on a terminal one picture, drawn again in place; elsewhere, plain lines of
 * what changed. Returns when the signal has come, the window as it was before, the last report in it.
 * @param look finds out how it stands; what it throws ends the display, too
 */
export const showWall = async (
  look: () => Promise<CheckedLab>,
  output: WriteStream,
  { interval, color, signal }: WallOptions,
): Promise<void> => {
  const live = Boolean(output.isTTY)
  let last: CheckedLab | undefined
  let at = ''
  const draw = (): void => {
    if (!last) return
    const { columns = 80, rows = 24 } = output
    const below = `${at}, again every ${interval / 1000} s; Ctrl-C ends it`
    const lines = wallPicture(last, below, { columns, rows, color })
    // Each line wipes what is left of the one before it: no flicker, as there is where the window is cleared first.
    output.write(`\x1b[H${lines.map((line) => `${line}\x1b[K`).join('\r\n')}\x1b[J`)
  }

  if (live) {
    output.write(`${ENTER}\x1b[H\x1b[J`)
    output.on('resize', draw)
  }
  try {
    while (!signal.aborted) {
      const now = await look()
      at = new Date().toTimeString().slice(0, 'hh:mm:ss'.length)
      if (!live) for (const line of wallChanges(last, now)) output.write(`${at} ${line}\n`)
      last = now
      if (live) draw()
      await sleep(interval, undefined, { signal })
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    if (live) {
      output.off('resize', draw)
      output.write(LEAVE)
      if (last) output.write(checkReport(last, color))
    }
  }
}
