import { describe, expect, it } from 'vitest'
import { block, labOf, lesson } from './lesson.ts'

const read = (info: string) => {
  const { kind, title, options } = labOf(lesson(block(info, '$ x'))).steps[0]!.blocks[0]!
  return { kind, title, options }
}
const plain = { unordered: false, background: false }

describe('the info string of a block', () => {
  it.each([
    ['console', { kind: 'console', title: '', options: plain }],
    [
      'console  within=300ms\ttimeout=2m ',
      { kind: 'console', title: '', options: { ...plain, within: 300, timeout: 120_000 } },
    ],
    [
      'console background unordered',
      { kind: 'console', title: '', options: { unordered: true, background: true } },
    ],
    ['setup timeout=60s', { kind: 'setup', title: '', options: { ...plain, timeout: 60_000 } }],
    [
      'check it holds within=5s unordered',
      { kind: 'check', title: 'it holds', options: { ...plain, unordered: true, within: 5000 } },
    ],
    [
      'check an unordered  list in the background of b',
      { kind: 'check', title: 'an unordered  list in the background of b', options: plain },
    ],
    ['check net.ipv4.ip_forward=1', { kind: 'check', title: 'net.ipv4.ip_forward=1', options: plain }],
    [
      'check within=5s is an option timeout=1s',
      { kind: 'check', title: 'within=5s is an option', options: { ...plain, timeout: 1000 } },
    ],
    [
      'check it holds weight=3 within=5s',
      { kind: 'check', title: 'it holds', options: { ...plain, weight: 3, within: 5000 } },
    ],
    [
      'check its weight=3 is no option',
      { kind: 'check', title: 'its weight=3 is no option', options: plain },
    ],
    ['check it holds weight=999', { kind: 'check', title: 'it holds', options: { ...plain, weight: 999 } }],
    ['check Порт 80 занят', { kind: 'check', title: 'Порт 80 занят', options: plain }],
  ])('`%s` is read', (info, expected) => {
    expect(read(info)).toEqual(expected)
  })
})
