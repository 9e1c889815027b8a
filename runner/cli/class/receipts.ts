import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { classReceipts } from '../../class/receipts.ts'
import { KeyError } from '../../receipt/key.ts'
import { count } from '../../report/count.ts'
import { UsageError } from '../exit.ts'
import { CLASS_HELP, withClass } from './kept.ts'
import { writeResult } from './write-result.ts'

/** `labwright class receipts`: a signed result for each learner and lab. */
export const receiptsCommand = (): Command =>
  new Command('receipts')
    .description('a receipt for each learner and lab of which a step was done')
    .argument('[class]', CLASS_HELP)
    .option(
      '--to <folder>',
      'a file each, in a folder a learner; without it, all on standard output, one a line',
    )
    .action((name: string | undefined, { to }: { to?: string }) =>
      withClass(name, async ({ state }) => {
        const receipts = await classReceipts(state).catch((error) => {
          throw error instanceof KeyError ? new UsageError(error.message) : error
        })
        if (to === undefined) process.stdout.write(receipts.map(({ receipt }) => `${receipt}\n`).join(''))
        else {
          for (const { learner, lab, receipt } of receipts) write(to, learner, lab, receipt)
          console.log(`${count(receipts.length, 'receipt')} in ${to}`)
        }
      }),
    )

const write = (to: string, learner: string, lab: string, receipt: string): void => {
  const folder = join(to, fileName(learner))
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new UsageError(`${folder} can't be made: ${(error as Error).message}`)
  }
  writeResult(`${receipt}\n`, join(folder, `${lab}.jws`))
}

/** A name as a file may have it. Names that differ in nothing else differ in how they are written. */
const fileName = (name: string): string => {
  const safe = name.replace(/[/\\:*?"<>|%]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
  return /^\.+$/.test(safe) ? safe.replaceAll('.', '%2e') : safe
}
