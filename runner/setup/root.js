// @ts-check
/** What only root may do is done through sudo, where this user is not root. */
import { spawnSync } from 'node:child_process'
import { findNeed } from './needs.js'
import { SetupError } from './setup-error.js'

export const isRoot = process.getuid?.() === 0

/** What the command must know of this user's surroundings; sudo itself would forget it. */
const KEPT = [
  'PATH',
  'HOME',
  'XDG_CACHE_HOME',
  'XDG_DATA_HOME',
  'LABWRIGHT_CACHE',
  'TERM',
  'NO_COLOR',
  'CI',
  'NODE_EXTRA_CA_CERTS',
]

/**
 * The command that runs `argv` as root.
 * @param {string[]} argv
 * @returns {string[]}
 */
export const asRoot = (argv) => {
  if (isRoot) return argv
  const kept = KEPT.flatMap((name) =>
    process.env[name] === undefined ? [] : [`${name}=${process.env[name]}`],
  )
  return ['sudo', 'env', ...kept, ...argv]
}

/**
 * Sees to it that `asRoot` will not be asked for a password again.
 * @param {string} why completes 'root is needed to …'
 * @param {string} byHand what root would have to type
 * @throws {SetupError} where this user can't become root
 */
export const becomeRoot = (why, byHand) => {
  if (isRoot) return
  const mend = `As root, run:\n\n  ${byHand}\n`
  if (!findNeed({ file: 'sudo' }))
    throw new SetupError(`Root is needed to ${why}; you are not root, and there is no sudo.`, mend)
  // Without a terminal nobody could type a password.
  const { status } = spawnSync('sudo', process.stdin.isTTY ? ['-v'] : ['-n', '-v'], { stdio: 'inherit' })
  if (status !== 0)
    throw new SetupError(`Root is needed to ${why}; you are not root, and sudo did not let you be.`, mend)
}
