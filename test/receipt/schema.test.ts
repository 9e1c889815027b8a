import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, it } from 'vitest'
import schema from '../../runner/receipt/receipt.schema.json' with { type: 'json' }
import { receiptSchema } from '../../runner/receipt/receipt.ts'
import { issuer, receiptOf } from './a-receipt.ts'

it('receipt.schema.json is what receiptSchema() gives, and takes what a receipt says', async () => {
  expect(schema).toEqual(receiptSchema())
  const validate = new Ajv2020({ strict: true, validateFormats: false }).compile(schema)
  const token = await receiptOf(await issuer())
  const said = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString())
  expect(validate(said), JSON.stringify(validate.errors)).toBe(true)
  expect(validate({ ...said, more: 1 })).toBe(false)
})
