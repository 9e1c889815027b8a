/** One HTML page of a run, with nothing beside it: no script, no font, no request. It is well-formed XML, too. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { count } from './count.ts'
import { failurePart, labPart, skippedPart } from './html/lab.ts'
import { type Markup, markup, ownText } from './html/markup.ts'
import { duration, mark, time } from './html/parts.ts'
import type { Reporter, Sink } from './reporter.ts'
import type { RunResult } from './run.ts'
import { verdictText } from './verdict.ts'

export const htmlReporter = (sink: Sink): Reporter => ({
  end: (run) => sink.write(htmlPage(run)),
})

const STYLE = join(import.meta.dirname, 'html/style.css')

/** The page of a run. */
export const htmlPage = (run: RunResult): string => {
  const { labs, failures, skipped, ok } = run
  const verdict = verdictText(run)
  return markup`<!DOCTYPE html>
<html lang="en" xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<title>${verdict} · Labwright</title>
<style>${ownText(readFileSync(STYLE, 'utf8'))}</style>
</head>
<body>
<header>
<h1 class="${ok ? 'good' : 'bad'}">${verdict}</h1>
<p>${totals(run)}</p>
</header>
<main>
${contents(run)}${labs.map((lab, index) => labPart(lab, `lab-${index + 1}`))}${failures.map(
  (failure, index) => failurePart(failure, `lab-${labs.length + index + 1}`),
)}${skipped.map(skippedPart)}</main>
</body>
</html>
`.toString()
}

const totals = ({ labs }: RunResult): string => {
  const steps = labs.flatMap((lab) => lab.steps)
  const held = steps.filter((step) => step.ok).length
  const commands = steps.reduce((sum, step) => sum + step.commands.length, 0)
  const checks = steps.reduce((sum, step) => sum + step.checks.length, 0)
  const ms = labs.reduce((sum, lab) => sum + lab.ms, 0)
  return `${held} of ${count(steps.length, 'step holds', 'steps hold')}; ${count(commands, 'command')}, ${count(checks, 'check')}, ${duration(ms)} of play`
}

/** Where there are several labs: which they are, what came of them, and how long each took. */
const contents = ({ labs, failures }: RunResult): Markup | '' => {
  if (labs.length + failures.length < 2) return ''
  const longest = Math.max(0, ...labs.map(({ ms }) => ms))
  return markup`<nav aria-label="Labs"><ul>
${labs.map((lab, index) => markup`<li>${mark(lab.ok)} <a href="#lab-${index + 1}">${lab.lab}</a> ${time(lab.ms, longest)}</li>\n`)}${failures.map(
  ({ lab }, index) =>
    markup`<li>${mark(false)} <a href="#lab-${labs.length + index + 1}">${lab}</a> <span class="facts">no machine</span></li>\n`,
)}</ul></nav>
`
}
