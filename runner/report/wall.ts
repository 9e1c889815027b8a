/** What a wall display shows of a machine that is checked again and again. */
import pc from 'picocolors'
import { cutText } from '../attend/width.ts'
import type { CheckedLab } from '../play/result.ts'
import { scoreLine } from './check.ts'

export interface Wall {
  columns: number
  rows: number
  color: boolean
}

/**
 * One picture: the score, then a line a step and a line a check. Where the window is too low for the checks of all steps,
 * only those of the steps that are not done; where it is too low for these, steps alone.
 * @param below the last line: when this was so, and how it ends
 */
export const wallPicture = (checked: CheckedLab, below: string, { columns, rows, color }: Wall): string[] => {
  const paint = pc.createColors(color)
  const line = (text: string, how: (text: string) => string = (text) => text): string =>
    how(cutText(text, columns))
  const mark = (ok: boolean): string => (ok ? '✓' : '✗')
  const painted = (ok: boolean) => (ok ? paint.green : paint.red)

  const head = [
    line(scoreLine(checked), (text) => paint.bold(painted(checked.ok)(text))),
    line(bar(checked.score ?? 0, columns), painted(checked.ok)),
  ]
  const stepsWith = (shown: (step: CheckedLab['steps'][number]) => boolean): string[] =>
    checked.steps.flatMap((step) => [
      line(`${mark(step.ok)} ${step.title}`, (text) => painted(step.ok)(paint.bold(text))),
      ...(shown(step) ? step.checks : []).map(({ ok, title }) =>
        line(`  ${mark(ok)} ${title}`, ok ? paint.green : undefined),
      ),
    ])
  const room = Math.max(0, rows - head.length - 3)
  const choices = [stepsWith(() => true), stepsWith(({ ok }) => !ok), stepsWith(() => false)]
  const body = choices.find((lines) => lines.length <= room) ?? cutLines(choices[2]!, room, columns)
  return [...head, '', ...body, '', line(below, paint.dim)].slice(0, rows)
}

/** A line for each check that came to hold, or holds no more, and for the score when it is another. */
export const wallChanges = (before: CheckedLab | undefined, now: CheckedLab): string[] => {
  const known = new Map(
    before?.steps.flatMap(({ checks }) => checks.map(({ line, ok }): [number, boolean] => [line, ok])),
  )
  const changed = now.steps.flatMap(({ title: step, checks }) =>
    checks.flatMap(({ line, ok, title }) =>
      known.get(line) === ok ? [] : [`${ok ? '✓' : '✗'} ${step}: ${title}`],
    ),
  )
  return changed.length > 0 || !before ? [...changed, scoreLine(now)] : []
}

const bar = (score: number, columns: number): string => {
  const width = Math.max(0, Math.min(columns, 60) - 6)
  const full = Math.floor(score * width)
  // Not 100 before all is done.
  return `${'█'.repeat(full)}${'░'.repeat(width - full)} ${String(Math.floor(score * 100)).padStart(3)} %`
}

const cutLines = (lines: string[], room: number, columns: number): string[] =>
  room === 0 ? [] : [...lines.slice(0, room - 1), cutText(`… ${lines.length - room + 1} more`, columns)]
