/** Ed25519 keys as JWKs (RFC 8037): the private one signs receipts, the public one verifies them. */
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import { z } from 'zod'
import { ALGORITHM } from './receipt.ts'

/** 32 bytes; the last letter carries 4 bits, so that there is one way to write them. */
const Bytes32 = z.string().regex(/^[\w-]{42}[AEIMQUYcgkosw048]$/)

const PublicJwk = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: Bytes32 })
const PrivateJwk = PublicJwk.extend({ d: Bytes32 })

/** What stands first on the line that a public key can be given as. */
const LINE = 'labwright-ed25519'

/** Public keys that a receipt may be signed with, by their ids. */
export type KeyRing = ReadonlyMap<string, CryptoKey>

/** A key that signs. */
export interface Signer {
  kid: string
  key: CryptoKey
}

export class KeyError extends Error {
  override readonly name = 'KeyError'
}

/** A new private key as a JWK. */
export const newKey = async (): Promise<JWK> => {
  const { privateKey } = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true })
  return describe(await exportJWK(privateKey))
}

/** The JWK in the order in which it is read best. The id is the thumbprint: whoever has the key can tell it. */
const describe = async ({ x, d }: JWK): Promise<JWK> => {
  const jwk = { kty: 'OKP', crv: 'Ed25519', alg: ALGORITHM, use: 'sig', x: x! }
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), ...(d === undefined ? {} : { d }) }
}

/** @throws KeyError for what is no private Ed25519 key */
export const readSigner = async (text: string): Promise<Signer & { publicJwk: JWK }> => {
  const read = PrivateJwk.safeParse(json(text))
  if (!read.success) throw new KeyError('it holds no private Ed25519 key')
  const { x, d } = read.data
  const { kid, ...publicJwk } = await describe({ x })
  const key = (await importJWK({ ...publicJwk, d }, ALGORITHM)) as CryptoKey
  return { kid: kid!, key, publicJwk: { ...publicJwk, kid: kid! } }
}

/** A public key on one line, as `readKeys` takes it. */
export const keyLine = ({ x }: JWK, name: string): string => `${LINE} ${x} ${name}`

/**
 * Reads public keys: a JWK, a JWK set, or lines each of which is a JWK or what `keyLine` writes.
 * @throws KeyError for anything else, and for a private key, which has no business there
 */
export const readKeys = async (text: string): Promise<KeyRing> => {
  const whole = json(text)
  const set = z.object({ keys: z.array(z.unknown()) }).safeParse(whole)
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const keys = set.success ? set.data.keys : whole !== undefined ? [whole] : lines.map(fromLine)
  if (keys.length === 0) throw new KeyError('it holds no key')
  const ring = new Map<string, CryptoKey>()
  for (const each of keys) {
    if (PrivateJwk.safeParse(each).success)
      throw new KeyError('it holds a private key; verifying needs the public one: labwright key show')
    const read = PublicJwk.safeParse(each)
    if (!read.success) throw new KeyError('it holds something that is no public Ed25519 key')
    const { kid, ...jwk } = await describe({ x: read.data.x })
    ring.set(kid!, (await importJWK(jwk, ALGORITHM)) as CryptoKey)
  }
  return ring
}

const fromLine = (line: string): unknown => {
  const [first, x] = line.trim().split(/\s+/)
  return first === LINE ? { kty: 'OKP', crv: 'Ed25519', x } : json(line)
}

const json = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
