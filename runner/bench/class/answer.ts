import { substitute } from '../../expect/substitute.ts'
import type { Block } from '../../lab/lab.ts'
import { judge } from '../../play/attempt.ts'

/**
 * Finds out the answer to a question by typing its commands.
 * @param type types one into a terminal, and returns what it printed
 * @throws where what they print holds no answer
 */
export const answerOf = async (
  question: Block,
  known: Readonly<Record<string, string>>,
  type: (command: string, terminal: string) => Promise<string>,
): Promise<string> => {
  const variables = new Map(Object.entries(known))
  for (const command of question.commands) {
    const output = await type(substitute(command.text, variables), command.terminal)
    const verdict = judge(question, command, { output, exit: command.exit }, variables)
    if (!verdict.ok)
      throw new Error(`'${command.text}' holds no answer to '${question.title}':\n${verdict.reason}`)
  }
  const answer = variables.get('answer')
  if (answer === undefined) throw new Error(`the question '${question.title}' has no answer`)
  return answer
}
