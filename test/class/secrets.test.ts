import { describe, expect, it } from 'vitest'
import {
  bareSecret,
  digestOf,
  isCode,
  isSame,
  newCode,
  newLearnerSecret,
} from '../../runner/class/secrets.ts'

describe('secrets of a class', () => {
  it('has codes of letters and digits that can’t be taken for each other', () => {
    for (let n = 0; n < 200; n++) expect(newCode()).toMatch(/^[A-HJKMNP-Z2-9]{6}$/)
    expect(new Set(Array.from({ length: 200 }, newCode)).size).toBe(200)
  })

  it('takes a code and a secret however they were typed', () => {
    const code = newCode()
    expect(isCode(` ${code.slice(0, 3).toLowerCase()} ${code.slice(3)}`, code)).toBe(true)
    expect(isCode(code.slice(1), code)).toBe(false)
    const secret = newLearnerSecret()
    expect(secret).toMatch(/^\w{4}-\w{4}-\w{4}$/)
    expect(bareSecret(secret.toLowerCase().replaceAll('-', ' '))).toBe(bareSecret(secret))
  })

  it('keeps no secret that could be read', () => {
    const secret = newLearnerSecret()
    expect(digestOf(bareSecret(secret))).not.toContain(bareSecret(secret))
    expect(isSame(digestOf(bareSecret(secret)), digestOf(bareSecret(secret)))).toBe(true)
  })
})
