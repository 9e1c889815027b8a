import { factsFor } from './facts.ts'
import type { Lab } from './lab.ts'
import type { Problem } from './problem.ts'
import { bareHash } from './rules/bare-hash.ts'
import { checkOnCapture } from './rules/check-on-capture.ts'
import { containerListed } from './rules/container-listed.ts'
import { dockerName } from './rules/docker-name.ts'
import { dockerRequired } from './rules/docker-required.ts'
import { emptyStep } from './rules/empty-step.ts'
import { expectationSyntax } from './rules/expectation-syntax.ts'
import { fenceLanguage } from './rules/fence-language.ts'
import { linkName } from './rules/link-name.ts'
import { missingHint } from './rules/missing-hint.ts'
import { ownShell } from './rules/own-shell.ts'
import { questionAnswer } from './rules/question-answer.ts'
import type { Rule } from './rules/rule.ts'
import { secondMachine } from './rules/second-machine.ts'
import { unknownName } from './rules/unknown-name.ts'
import { inOrder, SourceText } from './source-text.ts'

export const RULES: readonly Rule[] = [
  expectationSyntax,
  unknownName,
  questionAnswer,
  checkOnCapture,
  dockerRequired,
  dockerName,
  linkName,
  containerListed,
  secondMachine,
  bareHash,
  fenceLanguage,
  ownShell,
  emptyStep,
  missingHint,
]

/**
 * Everything that can be known of a lab without running it, in the order of the file. The grammar of
 * the lesson is `parse`'s; this is what a lesson means.
 *
 * @param text the Markdown that the lab was parsed from
 * @param facts what its machine offers as `{host.name}`, `{host.ip}`, …
 */
export function lint(lab: Lab, text: string, facts: readonly string[] = factsFor(lab.requires)): Problem[] {
  const source = new SourceText(text, lab.file)
  for (const { name, severity, find } of RULES) {
    const note = severity === 'error' ? source.refuse : source.warn
    for (const { position, message, mend } of find(lab, facts, source))
      note.call(source, name, position, message, mend)
  }
  return inOrder(source.problems)
}
