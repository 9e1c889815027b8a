import type { CommandResult, LabResult } from '../../play/result.ts'
import type { Failure, Skipped } from '../run.ts'
import { type Markup, markup } from './markup.ts'
import { diff, duration, mark, place } from './parts.ts'
import { stepPart } from './step.ts'

/** A lab: what it ran on, and its steps. */
export const labPart = (lab: LabResult, id: string): Markup => {
  const longest = Math.max(0, ...lab.steps.map(({ ms }) => ms))
  return markup`<section id="${id}">
<h2>${mark(lab.ok)} ${lab.lab}: ${lab.title}</h2>
<p class="facts">${lab.file}, version ${lab.version}, ${lab.machine.kind} ${lab.machine.id}, seed ${lab.seed}, ${duration(lab.ms)}</p>
${outside('Setup', lab.setup)}${lab.steps.map((step) => stepPart(step, longest))}${outside('Cleanup', lab.cleanup)}${leftPart(lab)}</section>
`
}

const outside = (title: string, commands: readonly CommandResult[]): Markup | '' => {
  if (commands.length === 0) return ''
  const ms = commands.reduce((sum, command) => sum + command.ms, 0)
  const ok = commands.every((command) => command.ok)
  return stepPart({ title, ok, ms, commands: [...commands], checks: [] }, ms)
}

const leftPart = ({ file, left }: LabResult): Markup | '' =>
  left.length === 0
    ? ''
    : markup`<div class="left">${mark(false)} <span class="title">Left behind</span>${place(file, 1)}${diff(left.join('\n'))}</div>\n`

/** A lab for which there was no machine, or whose machine went away. */
export const failurePart = (
  { lab, file, reason, mend }: Failure,
  id: string,
): Markup => markup`<section id="${id}">
<h2>${mark(false)} ${lab}</h2>
<p class="facts">${file}</p>
<p>No machine: ${reason}</p>
<p>Mend: ${mend}</p>
</section>
`

export const skippedPart = ({ lab, file, reason }: Skipped): Markup => markup`<section>
<h2>${lab}</h2>
<p class="facts">${file}</p>
<p>Skipped: ${reason}</p>
</section>
`
