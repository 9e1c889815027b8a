import { InvalidArgumentError } from 'commander'

/** A whole number from 1 to 9999. */
export const readCount = (text: string): number => {
  if (!/^[1-9]\d{0,3}$/.test(text))
    throw new InvalidArgumentError('It must be a whole number from 1 to 9999.')
  return Number(text)
}

/** Milliseconds from `300ms`, `20s` or `2m`. */
export const readDuration = (text: string): number => {
  const [, number, unit] = /^(\d{1,6})(ms|s|m)$/.exec(text) ?? []
  if (!number || Number(number) === 0)
    throw new InvalidArgumentError('It must be a time such as 300ms, 20s or 2m.')
  return Number(number) * { ms: 1, s: 1000, m: 60_000 }[unit as 'ms' | 's' | 'm']
}

/** A port, or 0 for one that is free. */
export const readPort = (text: string): number => {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535)
    throw new InvalidArgumentError('It must be a whole number from 0 to 65535.')
  return Number(text)
}
