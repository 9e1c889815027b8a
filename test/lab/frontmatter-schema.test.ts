import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import schema from '../../runner/lab/frontmatter.schema.json' with { type: 'json' }
import { frontmatterSchema } from '../../runner/lab/frontmatter-json-schema.ts'
import { SCHEMA } from '../../runner/lab/frontmatter-schema.ts'
import { block, labOf, lesson } from './lesson.ts'

const valid = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema)

describe('frontmatter.schema.json', () => {
  it('is what frontmatterSchema() gives; npm run schema writes it', () => {
    expect(schema).toEqual(frontmatterSchema())
  })

  it('tells of every key what it is for, with an example', () => {
    for (const [key, { description }] of Object.entries(schema.properties))
      expect(description).toMatch(new RegExp(`^[A-Z].*[.]\n\nFor example: \`${key}: .+\`$`))
  })

  it.each([
    ['title: T\ndescription: D\nminutes: 5', true],
    ['title: T\ndescription: D\nminutes: 5\nrequires: [docker]\nvary: {port: 8000..8999}', true],
    ['title: T\ndescription: D', false],
    ['title: T\ndescription: D\nminutes: 0', false],
    ['title: T\ndescription: D\nminutes: 5\nrequires: [dokcer]', false],
    ['title: T\ndescription: D\nminutes: 5\nrequire: [docker]', false],
    ['title: T\ndescription: D\nminutes: 5\nvary: {port: 80}', false],
  ])('says of %j what the parser says: %s', (yaml, good) => {
    const value = parseYaml(yaml)
    expect([valid(value), SCHEMA.safeParse(value).success]).toEqual([good, good])
  })

  it('can be named in the frontmatter', () => {
    const hint = '---\n# yaml-language-server: $schema=../../runner/lab/frontmatter.schema.json'
    const named = lesson(block('console', '$ true')).replace('---', hint)
    expect(labOf(named).title).toBe('T')
  })
})
