/** Times as a class shows them: at a glance, in the reader's language. */

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

const unit = (language: string, value: number, name: 'second' | 'minute' | 'hour' | 'day'): string =>
  new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value)

/** How long: one unit, rounded down; seconds by tens, so that not all of a page changes each second. */
export const sayDuration = (milliseconds: number, language: string): string => {
  const span = Math.max(0, milliseconds)
  if (span < MINUTE) return unit(language, Math.floor(span / (10 * SECOND)) * 10, 'second')
  if (span < HOUR) return unit(language, Math.floor(span / MINUTE), 'minute')
  if (span < 24 * HOUR) return unit(language, Math.floor(span / HOUR), 'hour')
  return unit(language, Math.floor(span / (24 * HOUR)), 'day')
}

/** When: the time of the day, and the day where it is not today. */
export const sayTime = (at: number, language: string): string => {
  const isToday = new Date(at).toDateString() === new Date().toDateString()
  return new Date(at).toLocaleString(language, {
    ...(isToday ? {} : { dateStyle: 'medium' }),
    timeStyle: 'short',
  })
}
