import { Command } from 'commander'
import { examine } from '../doctor/examine.ts'
import { paint } from './color.ts'
import { EXIT } from './exit.ts'

/** `labwright doctor`: what this computer can do, and the command that mends what it can't. */
export const doctorCommand = (): Command =>
  new Command('doctor')
    .description("what this computer can do, and the command that mends what it can't")
    .option('--deep', 'start a machine too, and a container in it', false)
    .option('--json', 'print one JSON document', false)
    .action(async ({ deep, json }: { deep: boolean; json: boolean }) => {
      const findings = await examine({ deep })
      if (json) process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`)
      else {
        const width = Math.max(...findings.map(({ name }) => name.length))
        for (const { name, ok, detail, mend } of findings) {
          const mark = ok === true ? paint.green('✓') : ok === 'warning' ? paint.yellow('!') : paint.red('✗')
          console.log(`${mark} ${name.padEnd(width)}  ${detail}`)
          if (mend && ok !== true) console.log(`  ${' '.repeat(width)}  mend: ${mend}`)
        }
      }
      process.exitCode = findings.some(({ ok }) => ok === false) ? EXIT.noMachine : EXIT.held
    })
