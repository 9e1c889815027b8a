import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { Command } from 'commander'
import { UsageError } from './exit.ts'
import { makeFolder } from './files.ts'
import { labsFolder } from './labs.ts'

/** Small letters, digits and hyphens, a letter first: it becomes a folder, an address of a page, and a word to type. */
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

const EXAMPLE = join(import.meta.dirname, 'new/index.md')

/** `labwright new`: a lab to begin from, that holds as it is. */
export const newCommand = (): Command =>
  new Command('new')
    .description('make a lab to begin from')
    .argument('<name>', 'its folder below labs/: small letters, digits and hyphens')
    .action((name: string) => {
      if (!NAME.test(name) || name.length > 60)
        throw new UsageError(
          `labwright new ${name}: that can't be a lab's name.\nUse small letters, digits and hyphens, a letter first, such as ${suggest(name)}.`,
        )
      const folder = join(labsFolder() ?? 'labs', name)
      if (existsSync(folder))
        throw new UsageError(
          `labwright new ${name}: ${shown(folder)} is there already; nothing was written.\nChoose another name, or remove the folder first.`,
        )
      const file = join(folder, 'index.md')
      write(file, readFileSync(EXAMPLE, 'utf8').replaceAll('TITLE', titleOf(name)))
      console.log(`${shown(file)} is a lab that holds. Change it, and see it played at each change:`)
      console.log(`  labwright test --watch ${name}`)
      console.log(
        `Then: labwright lint ${name}. How labs are written: CONTRIBUTING.md of Labwright, 'How to write a lab'.`,
      )
    })

/** @throws UsageError where nothing can be written */
const write = (file: string, text: string): void => {
  try {
    makeFolder(dirname(file))
    writeFileSync(file, text, { flag: 'wx' })
  } catch (error) {
    throw new UsageError(
      `${shown(file)} can't be written: ${(error as Error).message}\nGo to a folder that you may write to, and say it again.`,
    )
  }
}

const shown = (path: string): string => relative(process.cwd(), path)

/** `two-servers`: Two servers. */
const titleOf = (name: string): string => name[0]!.toUpperCase() + name.slice(1).replaceAll('-', ' ')

const suggest = (name: string): string => {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? []
  const close = words
    .join('-')
    .replace(/^[0-9-]+/, '')
    .slice(0, 60)
    .replace(/-$/, '')
  return NAME.test(close) ? close : 'two-servers'
}
