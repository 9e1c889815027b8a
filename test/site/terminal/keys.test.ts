import { describe, expect, it } from 'vitest'
import { type KeyPress, meaningOf } from '../../../site/theme/terminal/keys.ts'

/** `Ctrl+Shift+c` as a key press. */
function press(keys: string, code?: string): KeyPress {
  const parts = keys.split('+')
  const key = parts.at(-1)!
  return {
    key,
    code: code ?? (key.length === 1 ? `Key${key.toUpperCase()}` : key),
    ctrlKey: parts.includes('Ctrl'),
    shiftKey: parts.includes('Shift'),
    altKey: parts.includes('Alt'),
    metaKey: parts.includes('Cmd'),
  }
}

const linux = { selected: false, mac: false }
const selected = { selected: true, mac: false }
const mac = { selected: true, mac: true }

describe('a key in a terminal', () => {
  it.each([
    ['Ctrl+Shift+C', linux, 'copy'],
    ['Ctrl+Insert', linux, 'copy'],
    ['Ctrl+Shift+V', linux, 'paste'],
    ['Shift+Insert', linux, 'paste'],
    ['Ctrl+Shift+F', linux, 'search'],
    ['Ctrl+Shift+Enter', linux, 'leave'],
    ['Ctrl+c', linux, 'type'],
    ['Ctrl+c', selected, 'copy'],
    ['Ctrl+v', linux, 'type'],
    ['c', selected, 'type'],
    ['Enter', linux, 'type'],
    ['Ctrl+Alt+c', selected, 'type'],
    ['Cmd+c', mac, 'copy'],
    ['Cmd+v', mac, 'paste'],
    ['Ctrl+c', mac, 'type'],
  ] as const)('%s with %o means %s', (keys, on, meaning) => {
    expect(meaningOf(press(keys), on)).toBe(meaning)
  })

  it('is known by its place where the keyboard types no Latin letters', () => {
    expect(meaningOf(press('Ctrl+с', 'KeyC'), selected)).toBe('copy')
  })

  it('is known by its letter where letters have other places', () => {
    expect(meaningOf(press('Ctrl+Shift+C', 'KeyI'), linux)).toBe('copy')
    expect(meaningOf(press('Ctrl+Shift+J', 'KeyC'), linux)).toBe('type')
  })
})
