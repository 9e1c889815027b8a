import { type KeyRing, keyLine, newKey, readKeys, readSigner, type Signer } from '../../runner/receipt/key.ts'
import { type Finding, type MakeOptions, makeReceipt } from '../../runner/receipt/make.ts'

export const NOW = 1_800_000_000

export interface Issuer {
  signer: Signer
  keys: KeyRing
}

/** A key, and the ring that somebody who verifies has of it. */
export const issuer = async (): Promise<Issuer> => {
  const { publicJwk, ...signer } = await readSigner(JSON.stringify(await newKey()))
  return { signer, keys: await readKeys(keyLine(publicJwk, 'test')) }
}

export const FINDING: Finding = {
  learner: 'Ada Lovelace',
  lab: 'veth',
  version: '0123456789ab',
  seed: 'one',
  machine: { kind: 'scratch', id: 'k3f9x' },
  steps: [
    { id: 'none', ok: true, held: 1, checks: 1, at: NOW - 60 },
    { id: 'pair', ok: false, held: 1, checks: 2, at: NOW - 30 },
  ],
}

export const receiptOf = (
  { signer }: Issuer,
  finding: Partial<Finding> = {},
  options: MakeOptions = {},
): Promise<string> => makeReceipt({ ...FINDING, ...finding }, signer, { now: NOW, ...options })
