import pc from 'picocolors'
import type { CheckedLab } from '../play/result.ts'
import { count } from './count.ts'

/** What `labwright check` found, for people: a line a check, and why one does not hold. */
export const checkReport = ({ lab, steps, ok }: CheckedLab, color: boolean): string => {
  const paint = pc.createColors(color)
  const lines = steps.flatMap((step) => [
    paint.bold(step.title),
    ...step.checks.flatMap((check) =>
      check.ok
        ? [`  ${paint.green('✓')} ${check.title}`]
        : [
            `  ${paint.red('✗')} ${check.title}  ${check.file}:${check.at ?? check.line}`,
            ...(check.reason ?? '').split('\n').map((line) => `      ${line}`),
          ],
    ),
  ])
  const checks = steps.flatMap((step) => step.checks)
  const held = checks.filter((check) => check.ok).length
  const verdict = `${lab}: ${held} of ${count(checks.length, 'check holds', 'checks hold')}`
  return `${[...lines, '', ok ? paint.green(verdict) : paint.red(verdict)].join('\n')}\n`
}
