/** A number with what it counts: `1 lab`, `2 labs`. */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`
