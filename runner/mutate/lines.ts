import type { Command, Lab } from '../lab/lab.ts'
import { blocksOf, type Change } from './mutant.ts'

/** The lesson once for each printed line, which then says what cannot come. */
export const changedLines = (lab: Lab, source: string): (Change & { command: Command })[] => {
  const lines = source.split('\n')
  return blocksOf(lab)
    .flatMap(({ commands }) => commands)
    .flatMap((command) => {
      const { expected, exit, exitPosition } = command
      const change = (line: number, rewrite: (text: string) => string) => {
        const text = lines[line - 1]!
        return { line, text, source: lines.with(line - 1, rewrite(text)).join('\n'), command }
      }
      return [
        ...expected.map(({ position }) => change(position.line, otherLine)),
        ...(exitPosition
          ? [change(exitPosition.line, (text) => text.replace(`${exit}`, `${otherExit(exit)}`))]
          : []),
      ]
    })
}

const otherExit = (exit: number): number => (exit === 255 ? 254 : exit + 1)

/** `...` stands for any lines, and with anything after it only for itself. A line's end stays what it is. */
const otherLine = (text: string): string => {
  const [, said = '', end = ''] = /^(.*?)(\r?)$/.exec(text) ?? []
  const before = said.trim() === '...' ? said.slice(0, said.indexOf('...')) : `${said} `
  return `${before}what never comes${end}`
}
