import type { Machine } from '../machine.ts'

/** Programs started, one after the other, a few times over. Whatever a lab does comes down to that. */
const STARTS = 5
const ROUNDS = 4

/** Milliseconds that one round takes on a scratch machine. */
const USUAL = 5

/** Milliseconds after which a machine counts as the slowest there is. */
const PATIENCE = 60_000

/** More patience than that helps nobody: who waits for what never comes waits too long. */
const SLOWEST = 30

const SCRIPT = `
for ((round = 0; round < ${ROUNDS}; round++)); do
  begin=$EPOCHREALTIME
  for ((i = 0; i < ${STARTS}; i++)); do /bin/true; done
  echo $((\${EPOCHREALTIME/./} - \${begin/./}))
done`

/**
 * Measures how many times as long as on a scratch machine things take. The best of some rounds counts: at first an emulated
 * processor has yet to learn what it runs, and this computer may have other work.
 * @returns from 1, on a computer as quick, to 30
 */
export const measurePace = async (machine: Pick<Machine, 'exec'>): Promise<number> => {
  const { stdout, exit } = await machine.exec(SCRIPT, { timeout: PATIENCE })
  if (exit !== 0) return SLOWEST
  const milliseconds = Math.min(...stdout.trim().split('\n').map(Number)) / 1000
  return Math.min(SLOWEST, Math.max(1, Math.round(milliseconds / USUAL) || 1))
}
