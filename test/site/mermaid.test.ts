import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { courseOrder, lessonFile } from '../../site/markdown/course.ts'
import { picture } from '../../site/markdown/mermaid.ts'
import { describePicture } from '../../site/markdown/picture-text.ts'

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

  it('is told in words, groups first', () => {
    const source =
      'flowchart LR\n  subgraph h["host"]\n    a["eth0<br/>{host.ip}"]\n  end\n  a -- "a cable" --> b["lan"]\n  b --- c\n  c --> a\n  d["alone"]'
    expect(describePicture(source)).toBe(
      'host: eth0 {host.ip}. alone. eth0 {host.ip} – a cable → lan. lan – c. c → eth0 {host.ip}.',
    )
  })

  it('shows this machine’s values, and nothing that Vue would take for its own', () => {
    const html = picture('flowchart LR\n  a["{host.ip} {other}"] --- b["{{x}}"]', new Set(['host.ip']))
    expect(html).toContain('<PictureValue name="host.ip" /> {other}<')
    expect(html.replace(/ aria-label="[^"]*"/, '')).not.toContain('{{')
  })
})
