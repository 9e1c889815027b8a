/** What came of playing a lab's mutants. */
import type { Lab } from '../lab/lab.ts'
import { lint } from '../lab/lint.ts'
import { parse } from '../lab/parse.ts'
import type { Machine } from '../machine/machine.ts'
import { type Fault, firstFault, type PlayOptions } from './first-fault.ts'
import type { Mutant } from './mutant.ts'

export interface Trial {
  mutant: Mutant
  outcome: 'caught' | 'survived' | 'look' | 'refused'
  /** What was named first, where it was caught. */
  fault?: Fault
}

export interface TryOptions extends PlayOptions {
  /** Mutants played at once, each on a machine of its own. */
  jobs: number
  makeMachine: (lab: Lab) => Promise<Machine>
  /** Told after each, with how many there have been. */
  onTried?: (trial: Trial, tried: number) => void
}

/** Plays each mutant, and says in the order of the mutants what became of it. */
export const tryMutants = async (
  lab: Lab,
  mutants: readonly Mutant[],
  options: TryOptions,
): Promise<Trial[]> => {
  const trials = new Map<Mutant, Trial>()
  const waiting = [...mutants]
  let failure: { error: unknown } | undefined
  const worker = async (): Promise<void> => {
    for (let mutant = waiting.shift(); mutant && !failure; mutant = waiting.shift()) {
      options.signal.throwIfAborted()
      const trial = mutant.apart ? { mutant, outcome: mutant.apart } : await tryOne(lab, mutant, options)
      trials.set(mutant, trial)
      options.onTried?.(trial, trials.size)
    }
  }
  const workers = Array.from({ length: options.jobs }, () =>
    worker().catch((error) => {
      failure ??= { error }
    }),
  )
  await Promise.all(workers)
  if (failure) throw failure.error
  return mutants.map((mutant) => trials.get(mutant)!)
}

const tryOne = async (original: Lab, mutant: Mutant, options: TryOptions): Promise<Trial> => {
  const { lab, problems } = parse(mutant.source, original.file)
  // What is malformed is refused before anything is played, as `labwright test` does it.
  const found = lab ? [...problems, ...lint(lab, mutant.source)] : problems
  const problem = found.find(({ severity }) => severity === 'error')
  if (!lab || problem) {
    const fault = { line: problem?.position.line ?? 1, reason: problem?.message ?? 'malformed' }
    return { mutant, outcome: 'caught', fault }
  }
  const fault = await playAlone({ ...lab, name: original.name }, options)
  return fault ? { mutant, outcome: 'caught', fault } : { mutant, outcome: 'survived' }
}

/** Plays a lab on a machine of its own until something falls short. */
export const playAlone = async (
  lab: Lab,
  options: Pick<TryOptions, 'makeMachine' | 'timeout' | 'signal'>,
): Promise<Fault | undefined> => {
  await using machine = await options.makeMachine(lab)
  options.signal.throwIfAborted()
  return await firstFault(lab, machine, options)
}
