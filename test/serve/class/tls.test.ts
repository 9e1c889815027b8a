import { X509Certificate } from 'node:crypto'
import { statSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fingerprint, selfMade } from '../../../runner/serve/class/tls.ts'
import { folder } from '../../cli/labwright.ts'
import { CODE, testClass } from './test-class.ts'

describe('a certificate of this computer’s own', () => {
  it('is for every address that leads here, and kept', async () => {
    const path = folder({})
    const made = await selfMade(path, ['192.0.2.7', 'school.example'])
    const certificate = new X509Certificate(made.cert)
    expect(certificate.checkIP('192.0.2.7')).toBe('192.0.2.7')
    expect(certificate.checkHost('localhost')).toBe('localhost')
    expect(certificate.checkHost('school.example')).toBe('school.example')
    expect(certificate.checkHost('evil.example')).toBeUndefined()
    expect(certificate.ca).toBe(false)
    expect(statSync(join(path, 'certificate.pem')).mode & 0o077).toBe(0)
    expect(fingerprint(await selfMade(path, ['192.0.2.7']))).toBe(fingerprint(made))
    expect(fingerprint(await selfMade(path, ['192.0.2.8']))).not.toBe(fingerprint(made))
  })
})

describe('a class over TLS', () => {
  it('lets in by https alone, with a cookie that goes nowhere else', async () => {
    const tls = await selfMade(folder({}), [])
    const { port } = await testClass({ tls })
    const join = (origin: string): Promise<{ status: number | undefined; cookie: string }> =>
      new Promise((resolve, reject) => {
        const headers = { origin, 'content-type': 'application/x-www-form-urlencoded' }
        const asked = request({
          host: '127.0.0.1',
          port,
          path: '/join',
          method: 'POST',
          ca: tls.cert,
          headers,
        })
        asked.on('response', (answer) => {
          answer.resume()
          resolve({ status: answer.statusCode, cookie: `${answer.headers['set-cookie']}` })
        })
        asked.on('error', reject).end(`code=${CODE}&name=Ada`)
      })
    expect(await join(`http://127.0.0.1:${port}`)).toMatchObject({ status: 403 })
    expect(await join(`https://127.0.0.1:${port}`)).toMatchObject({
      status: 303,
      cookie: expect.stringContaining('; Secure'),
    })
    await expect(fetch(`http://127.0.0.1:${port}/join`)).rejects.toThrow()
  })
})
