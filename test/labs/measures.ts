/**
 * How often a test of a lab may be tried again. A lab that measures holds what it measured against what it teaches; on a
 * computer of which others take a part, a measurement may fall badly, and a second one is fair. No other lab has this.
 */
export const retriesOf = (lab: string): number => (lab === 'host-speed' ? 1 : 0)
