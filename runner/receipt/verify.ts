/** Whether one receipt is what it says it is. Needs no network, and looks at nothing but the receipt and the keys. */
import { compactVerify } from 'jose'
import type { KeyRing } from './key.ts'
import { ALGORITHM, Header, Receipt, TYPE } from './receipt.ts'

/** Why a receipt is refused. */
export const FAULTS = [
  'none',
  'malformed',
  'algorithm',
  'type',
  'key',
  'changed',
  'payload',
  'expired',
  'future',
  'lab',
  'version',
  'learner',
  'reused',
] as const
export type Fault = (typeof FAULTS)[number]

/** `receipt` is there as soon as the signature held: before that, nothing that it says counts. */
export type Verdict =
  | { ok: true; receipt: Receipt; kid: string }
  | { ok: false; fault: Fault; reason: string; receipt?: Receipt; kid?: string }

/** Seconds that the issuer's clock may be ahead of ours. */
const LEEWAY = 300

const refuse = (fault: Fault, reason: string): Verdict => ({ ok: false, fault, reason })

/**
 * Verifies one receipt.
 * @param now seconds since 1970
 */
export const verifyReceipt = async (token: string, keys: KeyRing, now: number): Promise<Verdict> => {
  if (token === '') return refuse('none', 'there is no receipt in it')
  const parts = token.split('.')
  if (parts.length !== 3 || !parts.every(isCanonical))
    return refuse('malformed', 'no receipt, or a changed one: it is not three parts of base64url')
  const header = json(Buffer.from(parts[0]!, 'base64url').toString())
  if (typeof header !== 'object' || header === null)
    return refuse('malformed', 'no receipt, or a changed one: its header is no JSON object')
  const { alg, typ } = header as Record<string, unknown>
  if (alg !== ALGORITHM)
    return refuse(
      'algorithm',
      `signed with ${quote(alg)}; a receipt is signed with ${ALGORITHM} and nothing else`,
    )
  if (typ !== TYPE) return refuse('type', `it is of type ${quote(typ)}, not ${TYPE}`)
  const read = Header.safeParse(header)
  if (!read.success) return refuse('malformed', "no receipt, or a changed one: its header is not a receipt's")
  const { kid } = read.data
  const key = keys.get(kid)
  if (!key)
    return refuse(
      'key',
      `it names the key ${kid}, which is not among those given: another key, or a changed byte`,
    )

  let payload: Uint8Array
  try {
    payload = (await compactVerify(token, key, { algorithms: [ALGORITHM] })).payload
  } catch {
    return refuse('changed', 'its signature does not hold: it was changed, or signed by somebody else')
  }
  const said = Receipt.safeParse(json(new TextDecoder().decode(payload)))
  if (!said.success) return refuse('payload', 'the signature holds, but it does not say what a receipt says')
  const receipt = said.data
  if (receipt.exp !== undefined && receipt.exp <= now)
    return { ok: false, fault: 'expired', reason: `it counted until ${day(receipt.exp)}`, receipt, kid }
  if (receipt.iat > now + LEEWAY)
    return {
      ok: false,
      fault: 'future',
      reason: `it was issued at ${day(receipt.iat)}, which is still to come: a clock is wrong, there or here`,
      receipt,
      kid,
    }
  return { ok: true, receipt, kid }
}

/** Bytes have one way to be written: the bits that pad the last letter are 0 (RFC 4648, 3.5). */
const isCanonical = (part: string): boolean =>
  part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part

const json = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What an unsigned header says, made harmless for a terminal. */
const quote = (value: unknown): string =>
  value === undefined ? 'nothing' : `${JSON.stringify(value)}`.replaceAll(/[^ -~]/g, '?').slice(0, 40)

/** `2026-11-21T05:09:23Z` */
export const day = (time: number): string => new Date(time * 1000).toISOString().replace('.000Z', 'Z')
