import pc from 'picocolors'
import type { CheckedLab } from '../play/result.ts'

/** What `labwright check` found, for people: a line a check, and why one does not hold. */
export const checkReport = ({ lab, steps, ok }: CheckedLab): string => {
  const lines = steps.flatMap((step) => [
    pc.bold(step.title),
    ...step.checks.flatMap((check) =>
      check.ok
        ? [`  ${pc.green('✓')} ${check.title}`]
        : [
            `  ${pc.red('✗')} ${check.title}`,
            ...(check.reason ?? '').split('\n').map((line) => `      ${line}`),
          ],
    ),
  ])
  const checks = steps.flatMap((step) => step.checks)
  const held = checks.filter((check) => check.ok).length
  const verdict = `${lab}: ${held} of ${checks.length} ${checks.length === 1 ? 'check holds' : 'checks hold'}`
  return `${[...lines, '', ok ? pc.green(verdict) : pc.red(verdict)].join('\n')}\n`
}
