/** What `labwright()` in a Vitest configuration may be told. */
import { z } from 'zod'
import { type Choice, readChoice } from '../cli/machines.ts'

const Options = z
  .strictObject({
    /** What labs run on: `scratch` or `vm` (a new one for each lab), `scratch:ID`, `vm:ID`, or `host`. */
    machine: z.string(),
    /** Which files are labs, as globs from the project's root; `labs/**\/index.md` if not given. */
    include: z.array(z.string()),
    /** Gives the values of `vary`; each run draws its own if not given. */
    seed: z.string(),
    /** Milliseconds that a command may take unless its block says otherwise. */
    timeout: z.number().positive(),
    /** With `machine: 'host'`: the labs may change this computer. Nobody can be asked here. */
    yes: z.boolean(),
  })
  .partial()

export type LabwrightOptions = z.input<typeof Options>

/** Something in the configuration that can't be. Vitest shows the stack of what it can't start with: here, the words alone. */
export class OptionsError extends Error {
  constructor(message: string) {
    super(`labwright() in the Vitest configuration: ${message}`)
    this.stack = this.message
  }
}

/**
 * Reads them: configurations are JavaScript, and nobody looks at types there.
 * @throws OptionsError for what there is not, for a machine that there is not, and for the host without `yes`
 */
export const readOptions = (given: LabwrightOptions): LabwrightOptions & { choice: Choice } => {
  const read = Options.safeParse(given)
  if (!read.success)
    throw new OptionsError(
      `${z.prettifyError(read.error)}\nIt takes { ${Object.keys(Options.shape).join(', ')} }; README.md of Labwright, 'Labs as Vitest tests', says which is what.`,
    )
  const choice = choiceOf(read.data.machine ?? 'scratch')
  if (choice.kind === 'host' && !read.data.yes)
    throw new OptionsError(
      "with machine: 'host', the labs would change this computer itself.\nSay `yes: true` beside it to go ahead, or use 'scratch'.",
    )
  return { ...read.data, choice }
}

const choiceOf = (machine: string): Choice => {
  try {
    return readChoice(machine)
  } catch (error) {
    throw new OptionsError((error as Error).message.replace('--machine ', 'machine: '))
  }
}
