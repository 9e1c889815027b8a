import { Command } from 'commander'
import { CLASS_HELP, withClass } from './kept.ts'

/** `labwright class archive`: a class in one file, without its secrets. */
export const archiveCommand = (): Command =>
  new Command('archive')
    .description('writes all that happened in a class into one file, which labwright class show opens again')
    .argument('<file>', 'a new file')
    .argument('[class]', CLASS_HELP)
    .action((file: string, name: string | undefined) =>
      withClass(name, ({ store }) => {
        store.archive(file)
        console.log(`${file} holds the class; labwright class show ${file} opens it.`)
      }),
    )
