import { describe, expect, it } from 'vitest'
import { version } from '../../runner/lab/version.ts'
import { block, labOf, lesson } from './lesson.ts'

const SOURCE = lesson(`${block('console', '$ a', 'out')}\n\n${block('check it holds', '$ c', '[7]')}`)
const versionOf = (source: string) => version(labOf(source))

describe('version', () => {
  it('is twelve hex digits that stay', async () => {
    expect(await versionOf(SOURCE)).toBe('09bd33ce496b')
  })

  it.each([
    ['prose', '```console', 'More prose.\n\n```console'],
    ['titles', 'it holds', 'es hält'],
    ['headings', '## One', '## Un'],
    ['minutes', 'minutes: 5', 'minutes: 6'],
    ['a weight that changes nothing', 'it holds', 'it holds weight=1'],
    ['hints', '```check', '::: hint\nx\n:::\n\n```check'],
  ])('does not count %s', async (_, from, to) => {
    expect(await versionOf(SOURCE.replace(from, to))).toBe(await versionOf(SOURCE))
  })

  it.each([
    ['commands', '$ a', '$ aa'],
    ['prompts', '$ a', 'web$ a'],
    ['output', 'out', 'put'],
    ['exit statuses', '[7]', '[8]'],
    ['options', '```console', '```console within=5s'],
    ['weights', 'it holds', 'it holds weight=2'],
    ['kinds', 'check it', 'question it'],
    ['ids', '#one', '#two'],
    ['requirements', '[docker]', '[docker, netns]'],
    ['container images', '[busybox]', '[nginx]'],
    ['ranges', 'minutes: 5', 'minutes: 5\nvary: {port: 1..2}'],
  ])('counts %s', async (_, from, to) => {
    expect(await versionOf(SOURCE.replace(from, to))).not.toBe(await versionOf(SOURCE))
  })
})
