import pc from 'picocolors'

/** Colours, or none where NO_COLOR (no-color.org) or the terminal asks for none. */
export type Paint = ReturnType<typeof pc.createColors>

export const makePaint = (colors: boolean): Paint => pc.createColors(colors)
