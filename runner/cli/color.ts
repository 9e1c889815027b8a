import pc from 'picocolors'

/** Whether standard output takes colour. A pipe takes none, not in CI either, unless FORCE_COLOR says so. */
export const color =
  pc.isColorSupported && (Boolean(process.stdout.isTTY) || Boolean(process.env.FORCE_COLOR))

export const paint = pc.createColors(color)
