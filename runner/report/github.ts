/**
 * Workflow commands of GitHub Actions: what fell short becomes an annotation at its line of the lesson, beside the change that
 * brought it. Source: GitHub Docs, 'Workflow commands for GitHub Actions'; actions/toolkit, command.ts, for the escaping.
 */
import { casesOf } from './cases.ts'
import type { Reporter, Sink } from './reporter.ts'

/** @param inRepository the path of a file from the root of the repository, as annotations need it */
export const githubReporter = (
  sink: Sink,
  inRepository: (file: string) => string = (file) => file,
): Reporter => {
  const annotate = (
    kind: 'error' | 'notice',
    { file, line, title }: { file: string; line: number; title: string },
    message: string,
  ): void => {
    const about = `file=${property(inRepository(file))},line=${line},title=${property(title)}`
    sink.write(`::${kind} ${about}::${data(message)}\n`)
  }
  return {
    event(event) {
      if (event.type !== 'lab-ended') return
      const { lab } = event.result
      for (const { title, faults } of casesOf(event.result))
        for (const { file, line, what, reason } of faults)
          annotate('error', { file, line, title: `${lab}: ${title}` }, `${what}\n${reason}`.trimEnd())
    },
    failed({ lab, file, reason, mend }) {
      annotate('error', { file, line: 1, title: `${lab}: no machine` }, `${reason}\nmend: ${mend}`)
    },
    skipped({ lab, file, reason }) {
      annotate('notice', { file, line: 1, title: `${lab}: skipped` }, reason)
    },
    end() {},
  }
}

const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
