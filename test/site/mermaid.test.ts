import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { courseOrder, lessonFile } from '../../site/markdown/course.ts'
import { picture } from '../../site/markdown/mermaid.ts'

const pictures = courseOrder().flatMap((lab) =>
  ['en', 'ru', 'zh', 'fr'].flatMap((language) => {
    const text = readFileSync(lessonFile(lab, language), 'utf8')
    return Array.from(
      text.matchAll(/```mermaid\n([\s\S]*?)```/g),
      ([, source]) => [`${lab} ${language}`, source!] as const,
    )
  }),
)

describe('a picture', () => {
  it.each(pictures)('of %s asks nothing of other hosts, and has a text', (_name, source) => {
    const html = picture(source).replace('http://www.w3.org/2000/svg', '')
    expect(html).not.toMatch(/https?:|@import|<style|<script|url\((?!#)/)
    expect(html).toMatch(/aria-label="[^"]+"/)
  })
})
