/** Many receipts together: what can only be seen beside other receipts, or beside the labs they are about. */
import { basename, dirname, extname } from 'node:path'
import type { KeyRing } from './key.ts'
import type { Receipt } from './receipt.ts'
import { type Fault, type Verdict, verifyReceipt } from './verify.ts'

/** A receipt as it was handed in. */
export interface HandedIn {
  file: string
  /** Counted from 1; a file may hold one a line. */
  line: number
  token: string
}

export type Verified = HandedIn & { verdict: Verdict }

export interface PileOptions {
  /** Seconds since 1970. */
  now: number
  /** The version of each lab by name; receipts of other labs are refused. Undefined: any lab. */
  labs?: ReadonlyMap<string, string> | undefined
  /** Each file, or its folder, is named for the learner who handed it in. */
  named?: boolean
}

/** Verifies receipts, each by itself and then against those before it. */
export const verifyPile = async (
  pile: readonly HandedIn[],
  keys: KeyRing,
  options: PileOptions,
): Promise<Verified[]> => {
  const seen = new Seen()
  const verified: Verified[] = []
  for (const handed of pile) {
    const alone = await verifyReceipt(handed.token, keys, options.now)
    verified.push({ ...handed, verdict: among(handed, alone, seen, options) })
  }
  return verified
}

const among = (handed: HandedIn, alone: Verdict, seen: Seen, { labs, named }: PileOptions): Verdict => {
  if (!alone.ok) return alone
  const { receipt, kid } = alone
  const { lab, version, sub } = receipt
  const refuse = (fault: Fault, reason: string): Verdict => ({ ok: false, fault, reason, receipt, kid })
  // First: a copy that somebody else handed in must not spoil the receipt of whom it was given to.
  if (named && !namesOf(handed.file).includes(sub))
    return refuse('learner', `it was given to ${sub}, but handed in as ${basename(handed.file)}`)
  const before = seen.before(receipt, kid, handed)
  if (before) return refuse('reused', before)
  const wanted = labs?.get(lab)
  if (labs && wanted === undefined)
    return refuse('lab', `it is of lab ${lab}, which is not among those given`)
  if (wanted !== undefined && wanted !== version)
    return refuse(
      'version',
      `it is of version ${version} of ${lab}; the lab that was given is version ${wanted}`,
    )
  return alone
}

/** `alice` for alice.jws, and for alice/any.jws; signs that no file may have stand in it as `%2f`. */
const namesOf = (file: string): string[] =>
  [basename(file, extname(file)), basename(dirname(file))]
    .flatMap((name) => [
      name,
      name.replace(/%([\da-f]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16))),
    ])
    .map((name) => name.normalize('NFC'))

/** The receipts so far: by their ids, and by the machines they are about. */
class Seen {
  readonly #ids = new Map<string, string>()
  readonly #machines = new Map<string, { learner: string; place: string }>()

  /** Why this receipt was used before, if it was. */
  before(
    { jti, sub, lab, seed, machine }: Receipt,
    kid: string,
    { file, line }: HandedIn,
  ): string | undefined {
    const place = line > 1 ? `${file}:${line}` : file
    const id = `${kid} ${jti}`
    const same = this.#ids.get(id)
    if (same !== undefined) return `the receipt with this id was handed in already: ${same}`
    this.#ids.set(id, place)
    // A host is one machine for everybody who ever works on it.
    if (machine.kind === 'host') return undefined
    const work = JSON.stringify([kid, machine.kind, machine.id, lab, seed])
    const other = this.#machines.get(work)
    if (other && other.learner !== sub)
      return `the same machine, ${machine.id}, was signed for ${other.learner} already: ${other.place}`
    this.#machines.set(work, { learner: sub, place })
    return undefined
  }
}
