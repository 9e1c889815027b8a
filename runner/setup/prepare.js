// @ts-check
/** Sees to it that all that Labwright needs is there: finds what is missing, says so, asks, and installs it. */
import { join } from 'node:path'
import { ask } from './ask.js'
import { debianPackages } from './debian-packages.js'
import { imageWork } from './image.js'
import { npmPackages } from './npm-packages.js'
import { inSight, paint, say } from './progress.js'
import { becomeRoot, isRoot } from './root.js'
import { SetupError } from './setup-error.js'

/**
 * One thing that is missing. Nothing is changed before `run`.
 * @typedef {object} Work
 * @property {string} title
 * @property {string[]} lines what it is, why, and how much
 * @property {{to: string, byHand: string}} [root] why only root can do it, and what root would have to type
 * @property {(detail: (text: string) => void, signal: AbortSignal) => Promise<void>} run
 */

/** The folder of this clone. */
export const FOLDER = join(import.meta.dirname, '../..')

/**
 * Where nothing is missing this takes a quarter of a second, and runs no other program.
 * @param {AbortSignal} signal
 * @param {import('./needs.js').Need['use'][]} more what is going to be done, beside playing labs
 * @throws {SetupError} where something can't be had
 */
export const prepare = async (signal, more = []) => {
  if (process.platform !== 'linux') throw notLinux()
  const npm = await npmPackages(FOLDER)
  const image = await imageWork({ npmPackages: !npm })
  const debian = debianPackages([
    'machine',
    ...(isRoot ? [] : [/** @type {const} */ ('user')]),
    ...(image ? [/** @type {const} */ ('image')] : []),
    ...more,
  ])
  const works = [npm, debian, image].filter((work) => work !== undefined)
  if (works.length === 0) return

  say(`Labwright needs what is missing here:\n\n${works.map(listed).join('\n')}\n`)
  if (!(await ask('Go ahead?', signal)))
    throw new SetupError('Nothing was installed.', 'Run the same command again when you like.')
  for (const { root } of works) if (root) becomeRoot(root.to, root.byHand)
  for (const { title, run } of works) {
    signal.throwIfAborted()
    await inSight(title, signal, (detail) => run(detail, signal))
  }
  say('')
}

/** @param {Work} work */
const listed = ({ title, lines }) =>
  [`  ${title}`, ...lines.map((line) => paint.dim(`    ${line}`))].join('\n')

const notLinux = () =>
  new SetupError(
    `Labwright's machines are made of Linux namespaces, and this system is ${process.platform}.`,
    'Run it in a Linux of its own: a virtual machine, a server, or WSL 2 on Windows (wsl --install Debian).',
  )
