import { Command, CommanderError } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { EXIT, explainError, UsageError } from './exit.ts'

/** Each is loaded when it is called: to load them all takes most of a second. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  test: async () => (await import('./test.ts')).testCommand(),
  run: async () => (await import('./run.ts')).runCommand(),
  report: async () => (await import('./report.ts')).reportCommand(),
  compare: async () => (await import('./compare.ts')).compareCommand(),
  check: async () => (await import('./check.ts')).checkCommand(),
  serve: async () => (await import('./serve.ts')).serveCommand(),
  class: async () => (await import('./class.ts')).classCommand(),
  list: async () => (await import('./list.ts')).listCommand(),
  lint: async () => (await import('./lint.ts')).lintCommand(),
  new: async () => (await import('./new.ts')).newCommand(),
  receipt: async () => (await import('./receipt.ts')).receiptCommand(),
  key: async () => (await import('./key.ts')).keyCommand(),
  mutate: async () => (await import('./mutate.ts')).mutateCommand(),
  image: async () => (await import('./image.ts')).imageCommand(),
  doctor: async () => (await import('./doctor.ts')).doctorCommand(),
  clean: async () => (await import('./clean.ts')).cleanCommand(),
}

/** The command that is called; all of them for help, or to say which one was meant. */
const loadCommands = async (called = ''): Promise<Command[]> => {
  if (called === '--version' || called === '-V') return []
  const names = Object.hasOwn(COMMANDS, called) ? [called] : Object.keys(COMMANDS)
  return Promise.all(names.map((name) => COMMANDS[name]!()))
}

const fail = (error: unknown): void => {
  const { status, text } = explainError(error)
  console.error(text)
  process.exitCode = status
}

process.on('uncaughtException', (error) => {
  fail(error)
  process.exit()
})

// A reader that has seen enough (`labwright list | head -1`) is no error. What runs ends in order, as when a window closes.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw new UsageError(`standard output can't be written: ${error.message}`)
  if (!process.emit('SIGHUP')) process.exit(EXIT.held)
})

const program = new Command('labwright')
  .description('Markdown lessons that run: played on a real machine, and verified.')
  .version(packageJson.version)
  .showSuggestionAfterError()
  .showHelpAfterError('(labwright --help lists the commands)')
  .configureHelp({ showGlobalOptions: false })
  .exitOverride()
  .addHelpText(
    'after',
    `
LAB is a lab's name (a folder under labs/) or a path to a folder or Markdown file.

Exit status: 0 all held; 1 a lesson fell short; 2 a lesson or the call is malformed; 3 no machine could be had.`,
  )

try {
  for (const command of await loadCommands(process.argv[2])) program.addCommand(command)
  for (const command of program.commands) {
    command.copyInheritedSettings(program)
    for (const part of command.commands) part.copyInheritedSettings(program)
  }
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.held : EXIT.malformed
  } else fail(error)
}
