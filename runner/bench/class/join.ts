import { request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'

/** What lets a learner's page in. */
export interface Pass {
  /** `http://127.0.0.1:4870` */
  origin: string
  /** As it is sent from then on: `name=value`. */
  cookie: string
}

/**
 * Joins a class by its form, as a browser does.
 * @throws where the server does not let the learner in, with what it says
 */
export const joinClass = async (origin: string, code: string, name: string): Promise<Pass> => {
  const { status, cookies, text } = await post(new URL('/join', origin), { code, name })
  if (status !== 303 || cookies.length === 0)
    throw new Error(`${name} could not join: the server answers ${status}: ${text.trim().slice(0, 500)}`)
  return { origin, cookie: cookies.map((each) => each.split(';')[0]).join('; ') }
}

interface Answer {
  status: number | undefined
  cookies: string[]
  text: string
}

/** Not `fetch`, which would refuse the certificate that a class makes for itself. */
const post = (address: URL, fields: Record<string, string>): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = (address.protocol === 'https:' ? overHttps : overHttp)(address, {
      method: 'POST',
      rejectUnauthorized: false,
      headers: { origin: address.origin, 'content-type': 'application/x-www-form-urlencoded' },
    })
    request.on('error', reject)
    request.on('response', (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () =>
        resolve({ status: response.statusCode, cookies: response.headers['set-cookie'] ?? [], text }),
      )
    })
    request.end(String(new URLSearchParams(fields)))
  })
