/**
 * Drops bash's notices about background jobs that have ended (`[1]+  Done    sleep 300`).
 *
 * Bash prints them when the next command ends, whichever that is, so no lesson could say where they stand.
 * Turning job control off would silence them, but then Ctrl-C and kills would reach the shell and its
 * background jobs too. The notice of a job that starts (`[1] 4711`) always comes at once, and stays.
 * `jobs` prints the same lines on request, so its output is left alone.
 */
export const withoutJobNotices = (output: string, command: string): string =>
  output.includes('[') && !/\bjobs\b/.test(command) ? output.replace(NOTICE, '') : output

const NOTICE = /^\[\d{1,6}\][ +-] {2}(?!Running|Stopped)[A-Z][\w ()]{3,40} {2}\S.*\n/gm
