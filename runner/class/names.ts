import { NAME_LIMIT } from './events.ts'

/** Blanks, what stands for nothing, and the empty sign of Braille. */
const UNSEEN = /[\s\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/gu

/**
 * A learner's name as it is shown: one line, without what can't be seen or turns the text around it about.
 * @returns undefined where nothing is left, or too much
 */
export const cleanName = (text: string): string | undefined => {
  const name = text
    .replace(/\s/gu, ' ')
    // Control and format characters (those that join letters and emoji excepted), and what is no character.
    .replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}]/gu, '')
    .normalize('NFC')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .replace(/[\p{Z}]+/gu, ' ')
    .trim()
  const visible = /[\p{L}\p{N}\p{S}\p{P}]/u.test(name.replace(UNSEEN, ''))
  return visible && [...name].length <= NAME_LIMIT ? name : undefined
}

/** Names that differ only in capitals, width or blanks are the same learner's. */
export const sameName = (one: string, other: string): boolean => key(one) === key(other)

const key = (name: string): string => name.normalize('NFKC').toLowerCase().replace(UNSEEN, '')
