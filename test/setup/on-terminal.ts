import { spawn } from '@lydell/node-pty'

/**
 * Runs a script of Node on a terminal.
 * @param type what a person types once `prompt` has been printed
 * @returns all that was printed, escape sequences and all
 */
export const onTerminal = (
  script: string,
  { prompt, type, env = {} }: { prompt?: string; type?: string; env?: Record<string, string> } = {},
): Promise<string> => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cols: 100,
    name: 'xterm-256color',
    env: { PATH: process.env.PATH, ...env },
  })
  let printed = ''
  child.onData((data) => {
    const before = prompt !== undefined && printed.includes(prompt)
    printed += data
    if (prompt !== undefined && !before && printed.includes(prompt)) child.write(type ?? '')
  })
  return new Promise((resolve) => child.onExit(() => resolve(printed)))
}
