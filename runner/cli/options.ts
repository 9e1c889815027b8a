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

/** Bytes from `512M` or `2G`. */
export const readSize = (text: string): number => {
  const [, number, unit] = /^([1-9]\d{0,5})([MG])i?B?$/i.exec(text) ?? []
  if (!number) throw new InvalidArgumentError('It must be a size such as 512M or 2G.')
  return Number(number) * (unit!.toUpperCase() === 'M' ? 2 ** 20 : 2 ** 30)
}

/** A name that a computer may have on a network. Source: RFC 1123, section 2.1. */
export const readHost = (text: string): string => {
  if (!/^[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*$/i.test(text))
    throw new InvalidArgumentError('It must be the name of a computer, such as labs.school.example.')
  return text.toLowerCase()
}

/** A port, or 0 for one that is free. */
export const readPort = (text: string): number => {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535)
    throw new InvalidArgumentError('It must be a whole number from 0 to 65535.')
  return Number(text)
}
