import type { Machine } from '../machine.ts'

/** Programs started, one after the other. Whatever a lab does comes down to that. */
const STARTS = 10

/** Milliseconds that this takes on a scratch machine. */
const USUAL = 10

/**
 * Measures how many times as long as on a scratch machine things take. A computer that is busy right now looks slower than
 * it is, which only gives lessons more time.
 * @returns from 1, on a computer as quick, to 100
 */
export const measurePace = async (machine: Pick<Machine, 'exec'>): Promise<number> => {
  const { stdout } = await machine.exec(
    `begin=$EPOCHREALTIME; for ((i = 0; i < ${STARTS}; i++)); do /bin/true; done; echo $((\${EPOCHREALTIME/./} - \${begin/./}))`,
  )
  const milliseconds = Number(stdout) / 1000
  return Math.min(100, Math.max(1, Math.round(milliseconds / USUAL) || 1))
}
