/**
 * Whether a learner's answer is what the machine says. Blanks, quotes and a full stop around it do not count, nor do
 * capitals, but in paths: there Linux tells them apart.
 */
export const isAnswer = (given: string, right: string): boolean => {
  const [one, other] = [bare(given), bare(right)]
  if (other.includes('/')) return one === other
  return one !== '' && one.toLowerCase() === other.toLowerCase()
}

const bare = (text: string): string =>
  text
    .trim()
    .replace(/\.$/, '')
    .replace(/^(["'`])(.*)\1$/s, '$2')
    .trim()
    .replace(/\s+/g, ' ')
