/**
 * What a receipt says. It is a JWS in compact form (RFC 7515), signed with Ed25519 (RFC 8037). The schemas are the shape of
 * its payload; `receipt.schema.json` is made from them.
 */
import { z } from 'zod'

/** Keeps a receipt from being taken for another kind of JWS of the same key, and the other way round (RFC 8725, 3.11). */
export const TYPE = 'labwright-receipt+jws'

/** The one algorithm: what a receipt says of its algorithm decides nothing (RFC 8725, 3.1). */
export const ALGORITHM = 'EdDSA'

/** All that the header may hold: no key, no address of a key, nothing critical. */
export const Header = z.strictObject({
  alg: z.literal(ALGORITHM),
  typ: z.literal(TYPE),
  /** The key that signed: its thumbprint (RFC 7638). */
  kid: z.string().regex(/^[\w-]{43}$/),
})

/** What would make a text look like another: control characters, and those that turn its direction. */
const TRICKS = '\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069'

const Text = z.string().regex(new RegExp(`^[^${TRICKS}]*$`))

/** A name that can be printed, and doesn't begin or end with a blank. */
export const LearnerName = z
  .string()
  .max(200)
  .regex(new RegExp(`^[^\\s${TRICKS}]([^${TRICKS}]*[^\\s${TRICKS}])?$`))

/** Seconds since 1970, as JWTs count (RFC 7519, NumericDate); until the end of 9999, which a date can say. */
const Time = z.int().min(0).max(253_402_300_799)

export const ReceiptStep = z.strictObject({
  id: Text,
  ok: z.boolean(),
  /** How many of its checks held, of how many. */
  held: z.int().min(0),
  checks: z.int().min(0),
  /** When it was seen to be so. */
  at: Time,
})

export const Receipt = z.strictObject({
  /** The learner. */
  sub: LearnerName,
  /** No two receipts have the same. */
  jti: z.uuid(),
  /** When it was issued. */
  iat: Time,
  /** From when on it counts no more; for ever where nothing is said. */
  exp: Time.optional(),
  lab: Text.min(1),
  /** Of the lab's executable content, as `labwright test --reporter json` has it. */
  version: z.string().regex(/^[0-9a-f]{12}$/),
  /** Gave the learner their values of `vary`. */
  seed: Text,
  machine: z.strictObject({ kind: z.enum(['scratch', 'vm', 'host', 'browser']), id: Text }),
  /** All steps are done. */
  ok: z.boolean(),
  steps: z.array(ReceiptStep),
})

export type Receipt = z.infer<typeof Receipt>
export type ReceiptStep = z.infer<typeof ReceiptStep>

/** The JSON Schema (2020-12) of the payload, as it lies in `receipt.schema.json`. */
export const receiptSchema = (): Record<string, unknown> => ({
  title: 'Payload of a Labwright receipt',
  ...z.toJSONSchema(Receipt),
})
