import type { CheckResult, CommandResult, StepResult } from '../../play/result.ts'
import { type Markup, markup } from './markup.ts'
import { diff, mark, place, time } from './parts.ts'

/** A step: open where it fell short, for that is what is looked for. */
export const stepPart = (
  step: Pick<StepResult, 'title' | 'ok' | 'ms' | 'commands' | 'checks'>,
  longest: number,
): Markup => {
  const { title, ok, ms, commands, checks } = step
  const most = Math.max(0, ...commands.map((command) => command.ms))
  const inside = markup`<summary>${mark(ok)} <span class="title">${title}</span> ${time(ms, longest)}</summary>
<ol>
${commands.map((command) => commandPart(command, most))}${checks.map(checkPart)}</ol>`
  return ok ? markup`<details>${inside}</details>\n` : markup`<details open="">${inside}</details>\n`
}

const commandPart = (
  { ok, ms, terminal, command, exit, output, expected, reason, ...at }: CommandResult,
  most: number,
): Markup =>
  markup`<li>
<div class="line">${mark(ok)} <pre class="typed" tabindex="0">${`${terminal}$ ${command.replaceAll('\n', '\n> ')}`}</pre> ${time(ms, most)}</div>
${ok ? '' : place(at.file, at.at ?? at.line)}${reason ? diff(reason) : ''}
${text('printed', output, ok || output === '' ? '' : 'What it printed')}
${ok && expected !== undefined && expected !== output.trimEnd() ? folded(expected) : ''}
${!ok && expected !== undefined ? text('expected', expected, 'What was expected') : ''}
${exit !== null && exit !== 0 ? markup`<p class="place">exit status ${exit}</p>` : ''}</li>
`

const checkPart = ({ ok, kind, title, reason, ...at }: CheckResult): Markup => markup`<li>
<div class="line">${mark(ok)} <span class="title">${kind}: ${title}</span></div>
${ok ? '' : place(at.file, at.at ?? at.line)}${ok || !reason ? '' : diff(reason)}</li>
`

const text = (name: 'printed' | 'expected', text: string, heading: string): Markup | '' =>
  text === ''
    ? ''
    : markup`${heading === '' ? '' : markup`<p class="heading">${heading}</p>`}<pre class="${name}" tabindex="0">${text}</pre>`

/** What a pattern says beside what came of it, where the two differ. */
const folded = (expected: string): Markup =>
  markup`<details class="pattern"><summary>What was expected</summary>${text('expected', expected, '')}</details>`
