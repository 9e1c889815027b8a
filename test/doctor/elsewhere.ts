import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Finding } from '../../runner/doctor/finding.ts'

const DOCTOR = join(import.meta.dirname, '../../runner/doctor')

/**
 * What a part of the doctor finds in other surroundings.
 * @param surroundings the command that makes them, and runs what follows it
 * @param file a file of `runner/doctor`
 * @param call the expression to call in it: `examineDisk(false)`
 */
export const findElsewhere = (
  surroundings: string[],
  file: string,
  call: string,
  env: Record<string, string> = {},
): Finding[] => {
  const [name, ...args] = call.split(/(?=\()/)
  const script = `const { ${name} } = await import(${JSON.stringify(join(DOCTOR, file))})
    console.log(JSON.stringify([await ${name}${args.join('')}].flat()))`
  const [command = '', ...rest] = [
    ...surroundings,
    process.execPath,
    '--import',
    import.meta.resolve('tsx'),
    '--input-type=module',
    '--eval',
    script,
  ]
  return JSON.parse(execFileSync(command, rest, { encoding: 'utf8', env: { ...process.env, ...env } }))
}
