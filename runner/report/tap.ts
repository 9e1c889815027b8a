/**
 * TAP, version 13 (testanything.org): each step a test point, with a YAML block where it fell short. Version 14 adds nothing
 * that is wanted here, and fewer programs read it.
 */
import { type Case, casesOf, faultText } from './cases.ts'
import { printable } from './printable.ts'
import type { Reporter, Sink } from './reporter.ts'

/** Each lab's points as it ends; the plan comes last, for nobody knows before what a lab will leave behind. */
export const tapReporter = (sink: Sink): Reporter => {
  let points = 0
  const write = (...lines: string[]): void => sink.write(lines.map((line) => `${line}\n`).join(''))
  const point = (ok: boolean, title: string, diagnostics: string[]): void =>
    write(`${ok ? 'ok' : 'not ok'} ${++points} - ${description(title)}`, ...diagnostics)

  write('TAP version 13')
  return {
    event(event) {
      if (event.type !== 'lab-ended') return
      const { result } = event
      for (const each of casesOf(result))
        point(each.faults.length === 0, `${result.lab}: ${each.title}`, caseBlock(each))
    },
    failed({ lab, file, reason, mend }) {
      point(
        false,
        `${lab}: machine`,
        yamlBlock('error', `${file}\n${reason}\nmend: ${mend}`, { file, line: 1 }),
      )
    },
    skipped({ lab, reason }) {
      write(`ok ${++points} - ${description(lab)} # SKIP ${oneLine(reason)}`)
    },
    stopped() {
      write('Bail out! stopped')
    },
    end() {
      write(`1..${points}`)
    },
  }
}

const caseBlock = ({ faults, ms }: Case): string[] => {
  const [first] = faults
  if (!first) return []
  return yamlBlock('fail', faults.map(faultText).join('\n\n'), first, ms)
}

/**
 * YAML that the small reader of `prove` takes, too: it knows literal blocks that begin without a blank and keep their
 * indentation in empty lines, and few of the escapes of quoted text.
 */
const yamlBlock = (
  severity: 'fail' | 'error',
  message: string,
  { file, line }: { file: string; line: number },
  ms?: number,
): string[] =>
  [
    '---',
    `severity: ${severity}`,
    ...(ms === undefined ? [] : [`duration_ms: ${ms.toFixed(1)}`]),
    'at:',
    `  file: ${quoted(file)}`,
    `  line: ${line}`,
    'message: |',
    ...printable(message)
      .split('\n')
      .map((each) => `  ${each}`),
    '...',
  ].map((each) => `  ${each}`)

const quoted = (text: string): string => `"${oneLine(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

/** `#` would begin a directive: a step titled `# TODO` would be let off. */
const description = (title: string): string => oneLine(title).replace(/[\\#]/g, '\\$&')

const oneLine = (text: string): string => printable(text).replace(/\s+/g, ' ')
