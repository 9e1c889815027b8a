import { z } from 'zod'
import { SCHEMA } from './frontmatter-schema.ts'

/** The JSON Schema (2020-12) of a lab's frontmatter, as it lies in `frontmatter.schema.json`: editors complete its keys. */
export const frontmatterSchema = (): Record<string, unknown> => ({
  title: 'Frontmatter of a lab',
  ...z.toJSONSchema(SCHEMA, { io: 'input' }),
})
