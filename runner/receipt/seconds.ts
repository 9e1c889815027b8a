/** Seconds since 1970. */
export const seconds = (milliseconds = Date.now()): number => Math.floor(milliseconds / 1000)
