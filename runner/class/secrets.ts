/** What lets somebody into a class. The three kinds have nothing to do with each other. */
import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'

/** No two that one could take for each other, on paper or spoken. */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const CODE_LENGTH = 6
const SECRET_LENGTH = 12

/** What learners type to join: six characters, some 30 bits. */
export const newCode = (): string => letters(CODE_LENGTH)

/** Whether a learner means this code, however they wrote it. */
export const isCode = (given: string, code: string): boolean => isSame(bare(given), code)

/** A learner's way back: twelve characters, some 59 bits. */
export const newLearnerSecret = (): string => letters(SECRET_LENGTH).replace(/.{4}(?=.)/g, '$&-')

/** A learner's secret as it is compared, however it was written. */
export const bareSecret = (given: string): string => bare(given)

/** The teacher's: 256 bits, never typed. */
export const newTeacherSecret = (): string => randomBytes(32).toString('base64url')

/** What is kept of a learner's secret. That has 59 random bits: no slow hash is needed. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

/** Takes the same time wherever they differ. */
export const isSame = (given: string, right: string): boolean => {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(right))
}

const letters = (count: number): string =>
  Array.from({ length: count }, () => LETTERS[randomInt(LETTERS.length)]).join('')

const bare = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]/g, '')
