/** What `{name:type}` may capture, each type as RE2 source. */
import { RE2JS } from 're2js'

const OCTET = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])'
const IPV4 = `(?:${OCTET}\\.){3}${OCTET}`

/** RFC 4291, section 2.2: eight groups, one run of zeros as `::`, the last two perhaps as IPv4; a zone may follow. */
const ipv6 = (): string => {
  const group = '[0-9A-Fa-f]{1,4}'
  const forms = [`(?:${group}:){7}${group}`, `(?:${group}:){6}${IPV4}`]
  for (let left = 0; left <= 7; left++) {
    const before = left === 0 ? ':' : `(?:${group}:){${left}}`
    forms.push(left === 7 ? `${before}:` : `${before}:(?:(?:${group}:){0,${6 - left}}${group})?`)
    if (left <= 5) forms.push(`${before}:(?:${group}:){0,${5 - left}}${IPV4}`)
  }
  return `(?:${forms.join('|')})(?:%[0-9A-Za-z_.-]+)?`
}
const IPV6 = ipv6()

const SOURCES = {
  int: '-?[0-9]+',
  hex: '[0-9A-Fa-f]+',
  ip: `(?:${IPV4}|${IPV6})`,
  cidr: `(?:${IPV4}/(?:3[0-2]|[12]?[0-9])|${IPV6}/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9]))`,
  mac: '(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}',
  word: '[^ \\t]+',
  '*': '.*?',
} as const

export type CaptureType = keyof typeof SOURCES

export const CAPTURE_TYPES = Object.keys(SOURCES) as CaptureType[]

export const isCaptureType = (type: string): type is CaptureType => Object.hasOwn(SOURCES, type)

/** The type as RE2 source, without a group around it. */
export const typeSource = (type: CaptureType): string => SOURCES[type]

const compiled = new Map<CaptureType, RE2JS>()

/** Whether the whole value is what the type says. */
export const isOfType = (value: string, type: CaptureType): boolean => {
  if (type === '*') return !value.includes('\n')
  const regex = compiled.get(type) ?? RE2JS.compile(SOURCES[type])
  compiled.set(type, regex)
  return regex.testExact(value)
}
