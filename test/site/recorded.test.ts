import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { version } from '../../runner/lab/version.ts'
import { courseOrder } from '../../site/markdown/course.ts'
import { readLab } from '../../site/markdown/lesson-page.ts'

const RECORDED = join(import.meta.dirname, '../../site/recorded')

describe('what was recorded', () => {
  it.each(courseOrder())('is of the present version of %s', async (name) => {
    const file = join(RECORDED, `${name}.json`)
    expect(existsSync(file), `${file} is missing; \`npm run record\` makes it.`).toBe(true)
    const recording = JSON.parse(readFileSync(file, 'utf8'))
    const message = `${name} has changed since it was recorded; run \`npm run record ${name}\`.`
    expect(recording.version, message).toBe(await version(readLab(name, 'en')))
  })
})
