import { nearest } from '../nearest.ts'
import { namesExpected } from './names.ts'
import { blocksOf, type Rule } from './rule.ts'

/** What the learner must find out is what a question's command captures as `{answer}`: once, or it is in doubt. */
export const questionAnswer: Rule = {
  name: 'question-answer',
  severity: 'error',
  *find(lab) {
    for (const { kind, title, position, commands } of blocksOf(lab)) {
      if (kind !== 'question') continue
      const answers = commands.filter((command) =>
        namesExpected(command).some(({ name }) => name === 'answer'),
      )
      if (answers.length === 1) continue
      const none = answers.length === 0
      const captured = commands.flatMap((command) => namesExpected(command).map(({ name }) => name))
      const meant = nearest('answer', captured)
      yield {
        position: answers[1]?.position ?? position,
        message: none
          ? `The question "${title}" captures no answer.`
          : `The question "${title}" captures \`{answer}\` under more than one command.`,
        mend:
          meant && none
            ? `Did you mean \`{answer}\`, where \`{${meant}}\` stands?`
            : none
              ? 'Print `{answer}` where the answer stands in the output of its command.'
              : 'Give one of them another name.',
      }
    }
  },
}
