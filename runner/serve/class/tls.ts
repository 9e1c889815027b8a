import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { writeWhole } from '../whole-file.ts'

/** A certificate and its key, as PEM. */
export interface Tls {
  cert: string
  key: string
}

/** Days that a self-made certificate counts, and that are left when another one is made. */
const DAYS = { counts: 365, left: 14 }
const DAY = 24 * 3600_000

/**
 * A certificate that this computer makes for itself, for all its addresses; kept, so that a browser that was told to
 * trust it goes on doing so.
 * @param folder where it is kept
 */
export const selfMade = async (folder: string, hosts: readonly string[]): Promise<Tls> => {
  const names = [...new Set([...hosts, 'localhost', '127.0.0.1', '::1', ...ownAddresses()])]
  const file = join(folder, 'certificate.pem')
  const kept = readKept(file)
  if (kept && covers(kept.cert, names)) return kept
  const { generate } = await import('selfsigned')
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'Labwright' }], {
    keyType: 'ec',
    notAfterDate: new Date(Date.now() + DAYS.counts * DAY),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'subjectAltName', altNames: names.map(altName) },
    ],
  })
  writeWhole(file, `${cert.trim()}\n${key.trim()}\n`)
  return { cert, key }
}

/** What a browser shows of a certificate, to compare. */
export const fingerprint = ({ cert }: Tls): string => new X509Certificate(cert).fingerprint256

/** Addresses of this computer that others can reach. */
export const ownAddresses = (): string[] =>
  Object.entries(networkInterfaces())
    // Those of containers and machines lead to nobody.
    .flatMap(([name, each]) => (/^(docker|br-|veth|virbr|labwright)/.test(name) ? [] : (each ?? [])))
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
    .sort((a, b) => Number(a.family === 'IPv6') - Number(b.family === 'IPv6'))
    .map(({ address }) => address)

const readKept = (file: string): Tls | undefined => {
  try {
    const [, cert, key] =
      /^(-----BEGIN CERT.*END CERTIFICATE-----)\s+(-----BEGIN.*)$/s.exec(readFileSync(file, 'utf8')) ?? []
    return cert && key ? { cert, key } : undefined
  } catch {
    return undefined
  }
}

const covers = (pem: string, names: readonly string[]): boolean => {
  try {
    const certificate = new X509Certificate(pem)
    if (Date.parse(certificate.validTo) - Date.now() < DAYS.left * DAY) return false
    return names.every((name) => (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)))
  } catch {
    return false
  }
}

const altName = (name: string) =>
  isIP(name) ? { type: 7 as const, ip: name } : { type: 2 as const, value: name }
