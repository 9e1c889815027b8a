import pc from 'picocolors'
import type { CheckedLab } from '../play/result.ts'
import { count } from './count.ts'

/** What `labwright check` found, for people: a line a check, and why one does not hold. */
export const checkReport = (checked: CheckedLab, color: boolean): string => {
  const paint = pc.createColors(color)
  const lines = checked.steps.flatMap((step) => [
    paint.bold(step.title),
    ...step.checks.flatMap((check) => {
      const weight = isWeighted(checked) ? paint.dim(` (${count(check.weight, 'point')})`) : ''
      return check.ok
        ? [`  ${paint.green('✓')} ${check.title}${weight}`]
        : [
            `  ${paint.red('✗')} ${check.title}${weight}  ${check.file}:${check.at ?? check.line}`,
            ...(check.reason ?? '').split('\n').map((line) => `      ${line}`),
          ]
    }),
  ])
  const verdict = scoreLine(checked)
  return `${[...lines, '', checked.ok ? paint.green(verdict) : paint.red(verdict)].join('\n')}\n`
}

/** `veth: 3 of 5 checks hold`, and the score where some checks count more than others. */
export const scoreLine = (checked: CheckedLab): string => {
  const checks = checked.steps.flatMap((step) => step.checks)
  const held = checks.filter((check) => check.ok).length
  const holds = `${checked.lab}: ${held} of ${count(checks.length, 'check holds', 'checks hold')}`
  return isWeighted(checked) ? `${holds}, ${checked.points} of ${count(checked.of, 'point')}` : holds
}

const isWeighted = ({ steps }: CheckedLab): boolean =>
  steps.some(({ checks }) => checks.some(({ weight }) => weight > 1))
