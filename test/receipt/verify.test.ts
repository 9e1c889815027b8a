import { createHmac, sign } from 'node:crypto'
import fc from 'fast-check'
import { CompactSign, generateKeyPair } from 'jose'
import { describe, expect, it } from 'vitest'
import { keyLine, newKey, readKeys, readSigner } from '../../runner/receipt/key.ts'
import { verifyPile } from '../../runner/receipt/pile.ts'
import { TYPE } from '../../runner/receipt/receipt.ts'
import { verifyReceipt } from '../../runner/receipt/verify.ts'
import { FINDING, issuer, NOW, receiptOf } from './a-receipt.ts'

const school = await issuer()
const { keys } = school
const { kid } = school.signer
const good = await receiptOf(school)
const [header = '', payload = '', signature = ''] = good.split('.')

const encode = (text: string): string => Buffer.from(text).toString('base64url')
const faultOf = async (token: string): Promise<string> => {
  const verdict = await verifyReceipt(token, keys, NOW)
  return verdict.ok ? 'good' : verdict.fault
}
/** Signed as a receipt is, whatever it says. */
const signed = (head: object, said: string | object): Promise<string> =>
  new CompactSign(Buffer.from(typeof said === 'string' ? said : JSON.stringify(said)))
    .setProtectedHeader({ alg: 'EdDSA', typ: TYPE, kid, ...head })
    .sign(school.signer.key)

describe('a receipt as it was signed', () => {
  it('is good, and says what was found', async () => {
    const { learner, ...found } = FINDING
    expect(await verifyReceipt(good, keys, NOW)).toEqual({
      ok: true,
      kid,
      receipt: { ...found, sub: learner, ok: false, iat: NOW, jti: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    })
  })

  it('says that all is done where every step is', async () => {
    const token = await receiptOf(school, { steps: FINDING.steps.slice(0, 1) })
    expect(await verifyReceipt(token, keys, NOW)).toMatchObject({ receipt: { ok: true } })
    const empty = await receiptOf(school, { steps: [] })
    expect(await verifyReceipt(empty, keys, NOW)).toMatchObject({ receipt: { ok: false } })
  })

  it('never has the id of another', async () => {
    const tokens = await Promise.all(Array.from({ length: 50 }, () => receiptOf(school)))
    expect(new Set(tokens).size).toBe(50)
  })

  it('is good whatever the learner is called, and no name is signed that could not be printed', async () => {
    for (const learner of ['李雷', "=1+1, O'Neil", 'Zoë', 'می‌خواهم'])
      expect(await faultOf(await receiptOf(school, { learner }))).toBe('good')
    for (const learner of ['', ' ', 'a ', 'a\nb', '\u001b[2J', '\u202eada', 'a'.repeat(201)])
      await expect(receiptOf(school, { learner })).rejects.toThrow()
  })
})

describe('a changed byte', () => {
  const bytes = Buffer.from(good)
  const changed = (at: number, byte: number): string => {
    const copy = Buffer.from(bytes)
    copy[at] = byte
    return copy.toString('latin1')
  }

  it('is refused at every place: the next letters of the alphabet, its case, each bit', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    let tried = 0
    for (const [at, byte] of bytes.entries()) {
      const place = alphabet.indexOf(String.fromCharCode(byte))
      // The neighbours share all bits but the last ones: those that pad, where any do.
      const near = [1, 2, 3, 4, 8].map((step) => alphabet.charCodeAt((place ^ step) & 63))
      const others = new Set([...near, ...Array.from({ length: 8 }, (_, bit) => byte ^ (1 << bit)), 0x2e])
      others.delete(byte)
      for (const other of others) {
        tried++
        expect([at, other, await faultOf(changed(at, other))]).not.toEqual([at, other, 'good'])
      }
    }
    expect(tried).toBeGreaterThan(bytes.length * 8)
  })

  it('is refused whatever it becomes', async () => {
    const anywhere = fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), async (at, byte) => {
      fc.pre(bytes[at] !== byte)
      expect(await faultOf(changed(at, byte))).not.toBe('good')
    })
    await fc.assert(anywhere, { numRuns: 1000 })
  })

  it('is refused where one is missing or too many', async () => {
    for (let at = 0; at <= good.length; at++) {
      expect(await faultOf(good.slice(0, at) + 'A' + good.slice(at))).not.toBe('good')
      if (at < good.length) expect(await faultOf(good.slice(0, at) + good.slice(at + 1))).not.toBe('good')
    }
  })

  it('is refused where it decodes to the same bytes', async () => {
    const last = signature.at(-1)!
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const twins = [...alphabet].filter(
      (letter) =>
        letter !== last &&
        Buffer.from(signature.slice(0, -1) + letter, 'base64url').equals(Buffer.from(signature, 'base64url')),
    )
    expect(twins.length).toBe(15)
    for (const twin of twins)
      expect(await faultOf(`${header}.${payload}.${signature.slice(0, -1)}${twin}`)).toBe('malformed')
    expect(await faultOf(`${good}=`)).toBe('malformed')
    expect(await faultOf(`${header}.${payload}.${signature.slice(0, 40)}\n${signature.slice(40)}`)).toBe(
      'malformed',
    )
  })

  it('in what it says is named', async () => {
    const better = Buffer.from(payload, 'base64url')
      .toString()
      .replace('"held":1,"checks":2', '"held":2,"checks":2')
    expect(await faultOf(`${header}.${encode(better)}.${signature}`)).toBe('changed')
  })
})

describe('an algorithm or a type that is not the one', () => {
  it.each([
    ['none', ''],
    ['None', ''],
    ['HS256', 'hmac'],
    ['ES256', 'aaaa'],
    ['Ed25519', 'true'],
    ['eddsa', 'true'],
  ])('%s is refused', async (alg, way) => {
    const input = `${encode(JSON.stringify({ alg, typ: TYPE, kid }))}.${payload}`
    const x = 'the public key, which everybody has'
    const mark = way === 'hmac' ? createHmac('sha256', x).update(input).digest('base64url') : way || 'AAAA'
    expect(await faultOf(`${input}.${mark}`)).toBe('algorithm')
    expect(await faultOf(`${input}.`)).toBe('malformed')
  })

  it('is refused even when the right key signed it', async () => {
    expect(await faultOf(await signed({ typ: 'JWT' }, payload))).toBe('type')
    expect(await faultOf(await signed({ typ: undefined }, payload))).toBe('type')
    expect(await faultOf(await signed({ jku: 'https://example.org/keys' }, payload))).toBe('malformed')
    const { publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
    const jwk = { ...(await crypto.subtle.exportKey('jwk', publicKey)) }
    expect(await faultOf(await signed({ jwk }, payload))).toBe('malformed')
  })
})

describe('a key that is not the one', () => {
  it('is named by its id', async () => {
    const other = await issuer()
    expect(await verifyReceipt(await receiptOf(other), keys, NOW)).toMatchObject({
      fault: 'key',
      reason: expect.stringContaining(other.signer.kid),
    })
  })

  it('is found out when it calls itself by the id of the right one', async () => {
    const other = await issuer()
    expect(await faultOf(await receiptOf({ ...other, signer: { ...other.signer, kid } }))).toBe('changed')
  })
})

describe('what is signed right and still not good', () => {
  const said = JSON.parse(Buffer.from(payload, 'base64url').toString())
  it.each([
    ['no JSON', 'hello'],
    ['a list', []],
    ['a name missing', { ...said, sub: undefined }],
    ['more than a receipt says', { ...said, admin: true }],
    ['a time beyond all dates', { ...said, iat: 9e15 }],
  ])('%s', async (_, content) => expect(await faultOf(await signed({}, content))).toBe('payload'))

  it('is one that has expired, or that is still to be issued', async () => {
    const token = await receiptOf(school, {}, { lifetime: 60 })
    expect((await verifyReceipt(token, keys, NOW + 59)).ok).toBe(true)
    expect(await verifyReceipt(token, keys, NOW + 60)).toMatchObject({ fault: 'expired' })
    expect((await verifyReceipt(good, keys, NOW - 300)).ok).toBe(true)
    expect(await verifyReceipt(good, keys, NOW - 301)).toMatchObject({ fault: 'future' })
  })

  it('is nothing at all', async () => {
    expect(await faultOf('')).toBe('none')
    expect(await faultOf('hello')).toBe('malformed')
    expect(await faultOf('..')).toBe('malformed')
  })
})

describe('any text', () => {
  it('is refused, and nothing is thrown', async () => {
    const part = fc.oneof(fc.string(), fc.json().map(encode), fc.constantFrom(header, payload, signature))
    const tokens = fc.tuple(part, part, part).map((parts) => parts.join('.'))
    const property = fc.asyncProperty(tokens, async (token) => {
      fc.pre(token !== good)
      expect(await faultOf(token)).not.toBe('good')
    })
    await fc.assert(property, { numRuns: 500 })
  })
})

describe('1,000 receipts', () => {
  it('are all verified, and one changed among them is found', async () => {
    const finding = (index: number) => ({
      learner: `learner ${index}`,
      machine: { kind: 'scratch' as const, id: `m${index}` },
    })
    const tokens = await Promise.all(
      Array.from({ length: 1000 }, (_, index) => receiptOf(school, finding(index))),
    )
    tokens[500] = tokens[500]!.replace(/.{4}$/, 'AAAA').replace(/A$/, 'Q')
    const pile = tokens.map((token, index) => ({ file: 'all', line: index + 1, token }))
    const verified = await verifyPile(pile, keys, { now: NOW })
    expect(verified.flatMap(({ line, verdict }) => (verdict.ok ? [] : [[line, verdict.fault]]))).toEqual([
      [501, 'changed'],
    ])
  })
})

describe('a key', () => {
  it('is read as a JWK, a set, or lines, and its id is its thumbprint (RFC 8037, A.3)', async () => {
    const x = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'
    const jwk = { kty: 'OKP', crv: 'Ed25519', x }
    const texts = [
      ...[JSON.stringify(jwk), JSON.stringify(jwk, null, 2), JSON.stringify({ keys: [jwk] })],
      ...[keyLine(jwk, 'a name'), `${JSON.stringify(jwk)}\n${keyLine(jwk, 'x')}\n`],
    ]
    for (const text of texts)
      expect([...(await readKeys(text)).keys()]).toEqual(['kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k'])
  })

  it('is refused where it is private, of another kind, or none', async () => {
    const secret = await newKey()
    await expect(readKeys(JSON.stringify(secret))).rejects.toThrow('private key')
    const rsa = { kty: 'RSA', n: 'AQAB', e: 'AQAB' }
    for (const text of [
      '',
      'hello',
      '{}',
      '{"keys":[]}',
      JSON.stringify(rsa),
      keyLine({ x: 'AAAA' } as never, 'x'),
    ])
      await expect(readKeys(text)).rejects.toThrow(/no key|no public/)
    const { d: _, ...open } = secret
    await expect(readSigner(JSON.stringify(open))).rejects.toThrow('no private')
  })

  it('signs as Ed25519 of OpenSSL does', async () => {
    const jwk = await newKey()
    const { signer, keys } = {
      signer: await readSigner(JSON.stringify(jwk)),
      keys: await readKeys(keyLine(jwk, 'x')),
    }
    const input = `${encode(JSON.stringify({ alg: 'EdDSA', typ: TYPE, kid: signer.kid }))}.${payload}`
    const mark = sign(null, Buffer.from(input), { key: jwk as never, format: 'jwk' }).toString('base64url')
    expect((await verifyReceipt(`${input}.${mark}`, keys, NOW)).ok).toBe(true)
  })
})
