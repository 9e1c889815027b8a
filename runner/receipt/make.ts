import { CompactSign } from 'jose'
import type { CheckedLab } from '../play/result.ts'
import type { Signer } from './key.ts'
import { ALGORITHM, Receipt, TYPE } from './receipt.ts'
import { seconds } from './seconds.ts'

export { seconds }

/** What is to be signed; who signs adds the id and the time. */
export type Finding = Omit<Receipt, 'sub' | 'jti' | 'iat' | 'exp' | 'ok'> & { learner: string }

export interface MakeOptions {
  /** Seconds since 1970; now if not given. */
  now?: number
  /** Seconds that it counts; for ever if not given. */
  lifetime?: number
}

/**
 * Signs what was found on a learner's machine.
 * @returns the receipt, a JWS in compact form
 * @throws ZodError for what no receipt can say
 */
export const makeReceipt = async (
  { learner, lab, version, seed, machine, steps }: Finding,
  { key, kid }: Signer,
  { now = seconds(), lifetime }: MakeOptions = {},
): Promise<string> => {
  const receipt = Receipt.parse({
    sub: learner.normalize('NFC'),
    jti: globalThis.crypto.randomUUID(),
    iat: now,
    ...(lifetime === undefined ? {} : { exp: now + lifetime }),
    lab,
    version,
    seed,
    machine: { kind: machine.kind, id: machine.id },
    ok: steps.length > 0 && steps.every(({ ok }) => ok),
    steps,
  })
  return new CompactSign(new TextEncoder().encode(JSON.stringify(receipt)))
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid })
    .sign(key)
}

/** The steps of a receipt, from what `checkLab` found just now. */
export const stepsOf = ({ steps }: CheckedLab, now = seconds()): Finding['steps'] =>
  steps.map(({ id, ok, checks }) => ({
    id,
    ok,
    held: checks.filter((check) => check.ok).length,
    checks: checks.length,
    at: now,
  }))
