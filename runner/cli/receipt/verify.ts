import { version } from '../../lab/version.ts'
import { csvOf } from '../../receipt/csv.ts'
import { type KeyRing, readKeys } from '../../receipt/key.ts'
import { seconds } from '../../receipt/make.ts'
import { type HandedIn, verifyPile } from '../../receipt/pile.ts'
import { count } from '../../report/count.ts'
import { EXIT, UsageError } from '../exit.ts'
import { readNamed, writeNamed } from '../files.ts'
import { inWords } from '../key.ts'
import { findLabFiles, readLabs } from '../labs.ts'
import { verdictLine } from './verdict-line.ts'

export interface VerifyCall {
  key: string[]
  csv?: string
  lab?: string[]
  named: boolean
}

/** Says a line for each receipt, and writes the table. */
export const verifyFiles = async (files: readonly string[], call: VerifyCall): Promise<void> => {
  if ([...files, ...call.key].filter((file) => file === '-').length > 1)
    throw new UsageError('Standard input can be read once: only one of the files and keys can be -')
  const keys = await ringOf(call.key)
  const labs = call.lab && (await versionsOf(call.lab))
  const pile = files.flatMap(handedIn)
  const verified = await verifyPile(pile, keys, { now: seconds(), labs, named: call.named })

  const table = csvOf(verified)
  if (call.csv !== undefined) writeNamed('--csv', call.csv, table, [...files, ...call.key])
  const say = call.csv === '-' ? console.error : console.log
  for (const each of verified) say(verdictLine(each))
  const refused = verified.filter(({ verdict }) => !verdict.ok).length
  say(
    refused === 0
      ? `${count(verified.length, 'receipt')}: all good`
      : `${count(verified.length, 'receipt')}: ${refused} refused`,
  )
  process.exitCode = refused === 0 ? EXIT.held : EXIT.fellShort
}

/** One a line; a file without any holds none, which is said. */
const handedIn = (file: string): HandedIn[] => {
  const lines = readNamed(file).split(/\r?\n/)
  const full = lines.flatMap((text, index) =>
    text.trim() === '' ? [] : [{ file, line: index + 1, token: text.trim() }],
  )
  return full.length > 0 ? full : [{ file, line: 1, token: '' }]
}

const ringOf = async (files: readonly string[]): Promise<KeyRing> => {
  const rings = await Promise.all(
    files.map((file) =>
      inWords(() => readKeys(readNamed(file))).catch((error) => {
        throw error instanceof UsageError ? new UsageError(`--key ${file}: ${error.message}`) : error
      }),
    ),
  )
  return new Map(rings.flatMap((ring) => [...ring]))
}

const versionsOf = async (names: readonly string[]): Promise<Map<string, string>> => {
  const labs = readLabs(findLabFiles(names)).map(({ lab }) => lab)
  return new Map(await Promise.all(labs.map(async (lab) => [lab.name, await version(lab)] as const)))
}
