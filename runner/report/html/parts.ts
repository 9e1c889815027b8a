import { type Markup, markup } from './markup.ts'

/** What holds and what does not, told by shape and by word, not by colour alone. */
export const mark = (ok: boolean): Markup =>
  ok
    ? markup`<span class="mark good" role="img" aria-label="holds">✓</span>`
    : markup`<span class="mark bad" role="img" aria-label="fell short">✗</span>`

export const duration = (ms: number): string =>
  ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`

/** A time, and a bar for its part of the longest. */
export const time = (ms: number, longest: number): Markup => {
  const percent = longest > 0 ? Math.min(100, (100 * ms) / longest).toFixed(1) : '0'
  return markup`<span class="time"><span class="bar" aria-hidden="true"><span style="width:${percent}%"></span></span>${duration(ms)}</span>`
}

export const place = (file: string, line: number): Markup => markup`<p class="place">${file}:${line}</p>`

/** A reason's lines: `-` was printed in the lesson and did not come, `+` came in its place. */
export const diff = (reason: string): Markup =>
  markup`<pre class="diff" tabindex="0">${reason.split('\n').map((line) => {
    if (line.startsWith('-')) return markup`<del>${line}\n</del>`
    if (line.startsWith('+')) return markup`<ins>${line}\n</ins>`
    return markup`${line}\n`
  })}</pre>`
