import { describe, expect, it } from 'vitest'
import { compareTranslation } from '../../runner/lab/translation.ts'
import { block, labOf, lesson } from './lesson.ts'

const CONSOLE = block('console within=5s', '$ a', 'out', '$ b', '[7]')
const CHECK = block('check it holds', '$ c', 'yes')
const HINT = '::: hint\nTry.\n:::'
const ENGLISH = lesson(
  `${CONSOLE}\n\n${CHECK}\n\n${HINT}\n\n## Two {#two}\n\n${CONSOLE}\n\n## Three {#three}\n`,
)

const compare = (translation: string) =>
  compareTranslation(labOf(ENGLISH, 'index.md'), labOf(translation, 'index.ru.md'), translation).map(
    ({ file, position, rule, message }) => `${file}:${position.line}:${position.column} ${rule} ${message}`,
  )
const changed = (from: string | RegExp, to: string) => compare(ENGLISH.replace(from, to))
const behind = (place: string) => expect.stringContaining(`behind index.md:${place}`)
const tells = (rule: string, here: string, there: string, found: string[]) => {
  expect(found).toEqual([behind(`${there}:`)])
  expect(found[0]).toMatch(new RegExp(`^index\\.ru\\.md:${here} translation-${rule} `))
}

describe('compareTranslation', () => {
  it('takes other titles, hints and prose', () => {
    const russian = ENGLISH.replace('title: T', 'title: Заголовок')
      .replace('## One', 'Проза.\n\n## Один')
      .replace('it holds', 'держится')
      .replace('Try.', 'Попробуйте.\n\nЕщё.')
      .replace('```console', 'Проза.\n\n```console')
    expect(compare(russian)).toEqual([])
  })

  it('tells a changed command', () => tells('command', '12:1', '12:1', changed('$ b', '$ bb')))
  it('tells a changed prompt', () => tells('command', '12:1', '12:1', changed('$ b', 'web$ b')))
  it('tells a missing command', () => tells('command', '10:1', '12:1', changed('$ b\n[7]\n', '')))
  it('tells a command too many', () => tells('command', '14:1', '9:1', changed('[7]\n', '[7]\n$ d\n')))
  it('tells changed output', () => tells('output', '11:1', '11:1', changed('out', 'put')))
  it('tells missing output', () => tells('output', '10:1', '11:1', changed('out\n', '')))
  it('tells a changed exit status', () => tells('output', '13:1', '13:1', changed('[7]', '[8]')))
  it('tells a missing exit status', () => tells('output', '12:1', '13:1', changed('[7]\n', '')))
  it('tells changed options', () => tells('options', '9:1', '9:1', changed('within=5s', 'within=6s')))
  it('tells another weight', () => tells('options', '16:1', '16:1', changed('it holds', 'it holds weight=2')))
  it('tells a missing block', () => tells('block', '9:1', '16:1', changed(`${CHECK}\n\n`, '')))
  it('tells a block too many', () => tells('block', '21:1', '8:1', changed(HINT, `${CHECK}\n\n${HINT}`)))
  it('tells a block of another kind', () =>
    tells('block', '16:1', '16:1', changed('check it', 'question it')))
  it('tells a missing hint', () => tells('hints', '8:1', '8:1', changed(`${HINT}\n\n`, '')))
  it('tells other frontmatter', () => tells('frontmatter', '1:1', '1:1', changed('[busybox]', '[nginx]')))
  it('tells a missing step before the one that follows', () =>
    tells('step', '25:1', '25:1', changed(/## Two[\s\S]*(?=## Three)/, '')))
  it('tells a missing last step at the end', () =>
    tells('step', '33:1', '34:1', changed(/## Three[^#]*#three}\n*/, '')))
  it('tells a step that is not in the original', () =>
    tells('step', '25:1', '1:1', changed('## Two', '## Four {#four}\n\n## Two')))
  it('tells steps in another order', () =>
    tells('order', '25:1', '25:1', changed(/(## Two[^#]*#two}[^#]*)(## Three[^#]*#three}\n*)/, '$2\n$1')))
})
