import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plain } from '../../runner/terminal/plain.ts'

describe('plain', () => {
  it.each([
    ['colours', '\x1b[1;31mred\x1b[0m\n', 'red\n'],
    ['line ends of a terminal', 'a\r\nb\r\r\n', 'a\nb\n'],
    ['titles', '\x1b]0;title\x07a\x1b]2;other\x1b\\b', 'ab'],
    ['device control strings', 'a\x1bPq#0;2\x1b\\b', 'ab'],
    ['sets of characters and saved cursors', '\x1b(B\x1b7a\x1b8\x1b=', 'a'],
    ['one-byte control sequences', 'a\x9b31mb\x9d0;t\x9cc', 'abc'],
    ['a sequence that breaks off', 'a\x1b[12', 'a'],
    ['a title that breaks off in the next sequence', '\x1b]0;ti\x1b[1mx', 'x'],
    ['bells and other control characters', 'a\x07\0b\x0ec\x7f', 'abc'],
    ['tabs', 'a\tb', 'a\tb'],
    ['progress that overwrites itself', ' 10%\r 50%\r100%\n', '100%\n'],
    ['a shorter line over a longer one', 'abcdef\rxy\n', 'xycdef\n'],
    ['a line erased to its end', 'abcdef\rxy\x1b[K\n', 'xy\n'],
    ['a whole line erased', 'abcdef\x1b[2K\rxy\n', 'xy\n'],
    ['a line erased under the cursor', 'abc\x1b[2Kx\n', '   x\n'],
    ['backspaces', 'abc\b\bX\n', 'aXc\n'],
    ['backspaces past the start', 'a\b\b\bb\n', 'b\n'],
    ['a cleared screen', '\x1b[H\x1b[2J\x1b[3J', ''],
    ['letters outside the basic plane', '😀\b😁\n', '😁\n'],
  ])('reads %s', (_, raw, text) => {
    expect(plain(raw)).toBe(text)
  })

  const output = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\x1b',
        '\x1b[',
        '\x1b]',
        '\x1bP',
        '\x9b',
        '\x9d',
        '\r',
        '\n',
        '\b',
        '\x1b[K',
        '\x1b[2K',
        '\x07',
      ),
    ),
  )

  it('leaves no control character but tab and newline', () => {
    fc.assert(
      fc.property(output, (parts) => {
        expect(plain(parts.join(''))).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f]/)
      }),
    )
  })

  it('changes nothing that is plain already', () => {
    fc.assert(
      fc.property(output, (parts) => {
        const text = plain(parts.join(''))
        expect(plain(text)).toBe(text)
      }),
    )
  })

  it.each([
    ['escapes', '\x1b'],
    ['sequences that begin', '\x1b['],
    ['titles that begin', '\x1b]'],
    ['parameters', '\x1b[1;1;1'],
    ['returns', 'a\r'],
    ['backspaces', 'ab\b'],
    ['erasures far to the right', 'x\x1b[2K'],
    ['erasures to the end', 'x\x1b[K'],
    ['returns only', '\r'],
    ['ordinary lines', 'An ordinary line of output, with nothing in it.\r\n'],
  ])('takes time linear in the length: %s', (_, part) => {
    const time = (length: number): number => {
      const raw = part.repeat(length / part.length)
      // Of the processor, and the best of three: the computer does other things as well.
      const once = (): number => {
        const since = process.cpuUsage()
        plain(raw)
        const { user, system } = process.cpuUsage(since)
        return (user + system) / 1000
      }
      return Math.min(once(), once(), once())
    }
    time(100_000)
    // Twenty times as much would take four hundred times as long, were it quadratic.
    expect(time(4_000_000)).toBeLessThan(100 * Math.max(time(200_000), 2))
  })
})
