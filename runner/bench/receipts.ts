/** What verifying costs: 1,000 receipts, beside nothing but the 1,000 Ed25519 signatures. */
import { createPublicKey, verify } from 'node:crypto'
import { newKey, readKeys, readSigner } from '../receipt/key.ts'
import { makeReceipt, seconds } from '../receipt/make.ts'
import { verifyPile } from '../receipt/pile.ts'
import { clock, figureTable, inTurn } from './measure.ts'

const COUNT = 1000

/** The table: both in turn, in one run. */
export const benchReceipts = async (rounds: number): Promise<string> => {
  const { publicJwk, ...signer } = await readSigner(JSON.stringify(await newKey()))
  const keys = await readKeys(JSON.stringify(publicJwk))
  const now = seconds()
  const pile = await Promise.all(
    Array.from({ length: COUNT }, async (_, index) => ({
      file: `${index}.jws`,
      line: 1,
      token: await makeReceipt(finding(index, now), signer),
    })),
  )
  const bare = pile.map(({ token }) => {
    const end = token.lastIndexOf('.')
    return {
      signed: Buffer.from(token.slice(0, end)),
      signature: Buffer.from(token.slice(end + 1), 'base64url'),
    }
  })
  const key = createPublicKey({ key: publicJwk as never, format: 'jwk' })

  const receipts = async (): Promise<void> => {
    const verified = await verifyPile(pile, keys, { now })
    if (!verified.every(({ verdict }) => verdict.ok)) throw new Error('a good receipt was refused')
  }
  const signatures = async (): Promise<void> => {
    for (const { signed, signature } of bare)
      if (!verify(null, signed, key, signature)) throw new Error('a good signature was refused')
  }
  return figureTable(
    await inTurn(rounds, {
      'bare Ed25519 verify': () => clock(signatures),
      'labwright receipt verify': () => clock(receipts),
    }),
    'bare Ed25519 verify',
    { unit: 'ms', count: 1 },
  )
}

const finding = (index: number, at: number) => ({
  learner: `learner ${index}`,
  lab: 'veth',
  version: '0123456789ab',
  seed: `${index}`,
  machine: { kind: 'scratch' as const, id: `m${index}` },
  steps: Array.from({ length: 8 }, (_, step) => ({ id: `step-${step}`, ok: true, held: 1, checks: 1, at })),
})
