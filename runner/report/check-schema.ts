import { z } from 'zod'
import { CheckedLab } from '../play/result.ts'

/** The JSON Schema (2020-12) of the document of `labwright check --json`, as it lies in `report/check.schema.json`. */
export const checkSchema = (): Record<string, unknown> => ({
  title: 'Result of labwright check',
  ...z.toJSONSchema(CheckedLab),
})
