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

/** What each key must hold: the message says it, the mend shows it. */
export const KEYS = {
  title: { schema: z.string().trim().min(1), is: 'a line of text', example: 'title: Host networking' },
  description: {
    schema: z.string().trim().min(1),
    is: 'a line of text',
    example: 'description: Run a container without a network of its own.',
  },
  minutes: { schema: z.int().min(1), is: 'a whole number of minutes, 1 or more', example: 'minutes: 15' },
  requires: {
    schema: z.array(z.enum(REQUIREMENTS)).default([]),
    is: `a list of ${REQUIREMENTS.join(', ')}`,
    example: 'requires: [docker]',
  },
  containers: {
    schema: z.array(z.string().trim().min(1)).default([]),
    is: 'a list of container images',
    example: 'containers: [busybox, nginx]',
  },
  sources: {
    schema: z.array(z.string().trim().min(1)).default([]),
    is: 'a list of texts',
    example: 'sources: [notes.txt]',
  },
  vary: {
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

export const SCHEMA = z.strictObject({
  title: KEYS.title.schema,
  description: KEYS.description.schema,
  minutes: KEYS.minutes.schema,
  requires: KEYS.requires.schema,
  containers: KEYS.containers.schema,
  sources: KEYS.sources.schema,
  vary: KEYS.vary.schema,
})

export type Frontmatter = z.output<typeof SCHEMA>

function readRange(text: string): { from: number; to: number } {
  const [, from, to] = RANGE.exec(text) ?? []
  return { from: Number(from), to: Number(to) }
}
