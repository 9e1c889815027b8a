/** Bytes in millions, as a language writes numbers: with one decimal below ten. */
export const millions = (bytes: number, lang: string): string => {
  const number = bytes / 1e6
  return number.toLocaleString(lang, { maximumFractionDigits: number < 10 ? 1 : 0 })
}
