import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Lab } from '../../lab/lab.ts'
import { KINDS, type Kind } from '../../mutate/mutant.ts'
import { mutantsOf } from '../../mutate/mutants.ts'
import { allOf, percent, type Row, rowOf, score, totalOf } from '../../mutate/score.ts'
import { PLACE, scoreTable, writeTable } from '../../mutate/score-table.ts'
import { Survivors } from '../../mutate/survivors.ts'
import { playAlone, type Trial, type TryOptions, tryMutants } from '../../mutate/trial.ts'
import { EXIT, UsageError } from '../exit.ts'
import { findLabFiles, labsFolder, readLabs } from '../labs.ts'
import { machineSource } from '../machines.ts'
import { untilSignalled } from '../until-signalled.ts'
import { mutateDocument } from './document.ts'
import { survivorLines } from './survivor-lines.ts'

export interface MutateCall {
  kinds: Kind[]
  jobs: number
  timeout: number
  atLeast: number
  write?: string
  json: boolean
}

/** A lab and what came of its mutants; `broken` says what falls short without any. */
export interface Mutated {
  lab: Lab
  row: Row
  trials: Trial[]
  broken?: string
}

/** Plays the mutants of each lab, on scratch machines alone: nobody knows beforehand what a mutant does. */
export const mutateLabs = async (names: readonly string[], call: MutateCall): Promise<void> => {
  const read = readLabs(findLabFiles(names))
  if (call.write !== undefined) checkPlace(call.write, call.kinds)
  const survivors = readSurvivors()
  const { make: makeMachine } = await machineSource({ kind: 'scratch' })
  const say = (text: string): void => (call.json ? console.error(text) : console.log(text))

  const done: Mutated[] = []
  await untilSignalled(async (signal) => {
    const options = { makeMachine, signal, jobs: call.jobs, timeout: call.timeout }
    for (const { lab, source } of read) {
      const mutated = await mutateOne(lab, source, call.kinds, options)
      done.push(mutated)
      for (const line of survivorLines(mutated, survivors)) say(line)
      // Lab by lab: what is found is kept when the rest is stopped.
      if (call.write !== undefined && mutated.broken === undefined) writeRow(call.write, mutated.row)
    }
  })

  const sound = done.filter(({ broken }) => broken === undefined)
  if (call.json) process.stdout.write(`${JSON.stringify(mutateDocument(sound, survivors), null, 2)}\n`)
  else if (sound.length > 0) console.log(`\n${scoreTable(sound.map(({ row }) => row))}`)
  const total = totalOf(allOf(sound.map(({ row }) => row)))
  const low = score(total) < call.atLeast
  if (low) console.error(`\nThe score is ${percent(total)}, below ${call.atLeast} %.`)
  process.exitCode = low || sound.length < done.length ? EXIT.fellShort : EXIT.held
}

const mutateOne = async (
  lab: Lab,
  source: string,
  kinds: readonly Kind[],
  options: Omit<TryOptions, 'onTried'>,
): Promise<Mutated> => {
  const fault = await playAlone(lab, options)
  if (fault) {
    const broken = `${lab.file}:${fault.line}: falls short as it is, so that nothing can be told: ${fault.reason}`
    return { lab, row: rowOf(lab.name, []), trials: [], broken }
  }
  const mutants = mutantsOf(lab, source, kinds)
  const live = Boolean(process.stderr.isTTY)
  const trials = await tryMutants(lab, mutants, {
    ...options,
    onTried: (_, tried) =>
      live && process.stderr.write(`\r\u001b[K${lab.name}: ${tried} of ${mutants.length}`),
  })
  if (live) process.stderr.write('\r\u001b[K')
  return { lab, row: rowOf(lab.name, trials), trials }
}

const readSurvivors = (): Survivors => {
  const folder = labsFolder()
  const file = folder && join(folder, 'survivors.md')
  return new Survivors(file && existsSync(file) ? readFileSync(file, 'utf8') : '')
}

/** @throws UsageError before anything is played, where the table could not be written */
const checkPlace = (file: string, kinds: readonly Kind[]): void => {
  if (kinds.length < KINDS.length)
    throw new UsageError('--write: the table has all kinds in it; leave out --kinds')
  if (!existsSync(file)) throw new UsageError(`--write: ${file} is not there`)
  if (writeTable(readFileSync(file, 'utf8'), []) === undefined)
    throw new UsageError(
      `--write: ${file} has no place for the table; put these two lines where it belongs:\n${PLACE}`,
    )
}

const writeRow = (file: string, row: Row): void => {
  const page = readFileSync(file, 'utf8')
  writeFileSync(file, writeTable(page, [row]) ?? page)
}
