import { join } from 'node:path'
import { execa } from 'execa'
import { expect, it } from 'vitest'
import { lab, labwright } from '../cli/labwright.ts'
import { block } from '../lab/lesson.ts'
import { lessons, vitest } from './lessons.ts'

const SCHEMA = join(import.meta.dirname, '../report/junit.xsd')
const count = async (file: string, xpath: string): Promise<number> =>
  Number((await execa('xmllint', ['--xpath', `count(${xpath})`, file])).stdout)

it('the JUnit of Vitest and of labwright test is valid, and both say what fell short', async () => {
  const cwd = lessons({
    'labs/good/index.md': lab(block('console', 'host$ true')),
    'labs/bad/index.md': lab(block('console', 'host$ echo "<b>&\x1b[1m"', 'printed')),
  })
  await labwright(['test', '-r', 'junit=ours.xml'], { cwd })
  await vitest(cwd, '--reporter=junit', '--outputFile=theirs.xml')
  for (const name of ['ours.xml', 'theirs.xml']) {
    const file = join(cwd, name)
    const { stderr, exitCode } = await execa('xmllint', ['--noout', '--schema', SCHEMA, file], {
      reject: false,
    })
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    expect([await count(file, '//testcase'), await count(file, '//testcase[failure]')]).toEqual([2, 1])
  }
})
