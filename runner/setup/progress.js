// @ts-check
/**
 * Shows what the set-up is doing: one line that moves on a terminal, plain lines elsewhere. All talk of the set-up goes
 * to standard error, so that standard output holds the main job's words alone.
 */
import { stderr } from 'node:process'

const moves = stderr.isTTY && process.env.TERM !== 'dumb'
const coloured = moves && !process.env.NO_COLOR

/** @param {string} text */
export const say = (text) => stderr.write(`${text}\n`)

/** @type {Record<'green' | 'red' | 'dim', (text: string) => string>} */
export const paint = {
  green: (text) => (coloured ? `\x1b[32m${text}\x1b[39m` : text),
  red: (text) => (coloured ? `\x1b[31m${text}\x1b[39m` : text),
  dim: (text) => (coloured ? `\x1b[2m${text}\x1b[22m` : text),
}

/**
 * Does some work in sight.
 * @template T
 * @param {string} title
 * @param {AbortSignal} signal
 * @param {(detail: (text: string) => void) => Promise<T>} work told how to say what it is at
 * @returns {Promise<T>}
 */
export const inSight = async (title, signal, work) => {
  const began = Date.now()
  const seconds = () => `${Math.round((Date.now() - began) / 1000)} s`
  const line = moves ? movingLine(title, seconds) : plainLine(title)
  const stopping = () => line.detail('stopping')
  signal.addEventListener('abort', stopping)
  try {
    const result = await work(line.detail)
    line.end(`${paint.green('✓')} ${title} ${paint.dim(seconds())}`)
    return result
  } catch (error) {
    line.end(`${paint.red('✗')} ${title} ${paint.dim(seconds())}`)
    throw error
  } finally {
    signal.removeEventListener('abort', stopping)
  }
}

/** @param {string} title */
const plainLine = (title) => {
  say(`  ${title} …`)
  return { detail: (/** @type {string} */ text) => void say(`  ${title}: ${text}`), end: say }
}

const FRAMES = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'
const CLEAR_LINE = '\r\x1b[K'

/**
 * @param {string} title
 * @param {() => string} seconds
 */
const movingLine = (title, seconds) => {
  let at = ''
  let frame = 0
  const draw = () => {
    const line = `${FRAMES[frame++ % FRAMES.length]} ${title} ${seconds()}${at && `: ${at}`}`
    // A line that wraps could not be cleared.
    stderr.write(CLEAR_LINE + line.slice(0, (stderr.columns || 80) - 1))
  }
  const timer = setInterval(draw, 100)
  return {
    detail: (/** @type {string} */ text) => {
      at = text
    },
    end: (/** @type {string} */ text) => {
      clearInterval(timer)
      say(CLEAR_LINE + text)
    },
  }
}
