// @ts-check
import { stderr, stdin } from 'node:process'

/**
 * Asks a question that Enter answers with yes. Where nobody could answer (no terminal, `CI` is set) it is not asked.
 * @param {string} question
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>}
 */
export const ask = async (question, signal) => {
  if (!stdin.isTTY || process.env.CI) return true
  stderr.write(`${question} [Y/n] `)
  const answer = await new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
    stdin
      .setEncoding('utf8')
      .once('data', resolve)
      .once('end', () => resolve('no'))
  })
  stdin.pause()
  return /^\s*(y|yes)?\s*$/i.test(answer)
}
