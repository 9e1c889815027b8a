import { z } from 'zod'
import { isFact } from '../expect/expectation.ts'
import { NAME } from '../expect/tokens.ts'
import { REQUIREMENTS } from './lab.ts'

/** A name that `{name}` can stand for; one with a dot is a fact of the machine. */
const VARIABLE = z
  .string()
  .regex(new RegExp(`^(?:${NAME})$`))
  .refine((name) => !isFact(name))
const RANGE = /^(\d{1,15})\.\.(\d{1,15})$/

/** What each key is about, for editors, and what it must hold: the message says it, the mend shows it. */
export const KEYS = {
  title: {
    about: 'What the lab is called, in a few words.',
    schema: z.string().trim().min(1),
    is: 'a line of text',
    example: 'title: Host networking',
  },
  description: {
    about: 'What the learner can do afterwards, in one sentence.',
    schema: z.string().trim().min(1),
    is: 'a line of text',
    example: 'description: Run a container without a network of its own.',
  },
  minutes: {
    about: 'How long a learner takes, about.',
    schema: z.int().min(1),
    is: 'a whole number of minutes, 1 or more',
    example: 'minutes: 15',
  },
  requires: {
    about:
      'What the machine must offer: Docker, network namespaces, the right to change the network, a second machine `beta`.',
    schema: z.array(z.enum(REQUIREMENTS)).default([]),
    is: `a list of ${REQUIREMENTS.join(', ')}`,
    example: 'requires: [docker]',
  },
  containers: {
    about: 'Container images that the lab uses. They are loaded before it starts: a machine has no registry.',
    schema: z.array(z.string().trim().min(1)).default([]),
    is: 'a list of container images',
    example: 'containers: [busybox, nginx]',
  },
  sources: {
    about: 'What the lab was made from: files, addresses, commits.',
    schema: z.array(z.string().trim().min(1)).default([]),
    is: 'a list of texts',
    example: 'sources: [notes.txt]',
  },
  vary: {
    about:
      "Whole numbers of the learner's own, both ends included: `{port}` stands for the value in commands and output.",
    schema: z
      .record(
        VARIABLE,
        z
          .string()
          .regex(RANGE)
          .transform(readRange)
          .refine(({ from, to }) => from <= to),
      )
      .default({}),
    is: 'names with a range each, the lower end first',
    example: 'vary: {port: 8000..8999}',
  },
}

/** A key with what an editor shows of it. */
const described = <K extends keyof typeof KEYS>(key: K): (typeof KEYS)[K]['schema'] => {
  const { schema, about, example } = KEYS[key]
  return schema.meta({ description: `${about}\n\nFor example: \`${example}\`` }) as (typeof KEYS)[K]['schema']
}

export const SCHEMA = z.strictObject({
  title: described('title'),
  description: described('description'),
  minutes: described('minutes'),
  requires: described('requires'),
  containers: described('containers'),
  sources: described('sources'),
  vary: described('vary'),
})

export type Frontmatter = z.output<typeof SCHEMA>

function readRange(text: string): { from: number; to: number } {
  const [, from, to] = RANGE.exec(text) ?? []
  return { from: Number(from), to: Number(to) }
}
