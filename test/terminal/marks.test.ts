import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MarkReader, type Piece } from '../../runner/terminal/marks.ts'

const read = (token: string, ...chunks: string[]): Piece[] => {
  const reader = new MarkReader(token)
  return merge(chunks.flatMap((chunk) => reader.read(chunk)))
}

/** Text that came in several pieces is the same text. */
const merge = (pieces: Piece[]): Piece[] =>
  pieces.reduce<Piece[]>((merged, piece) => {
    const last = merged.at(-1)
    if (last && !last.mark && !piece.mark) last.text += piece.text
    else merged.push({ ...piece })
    return merged
  }, [])

const kinds = (pieces: Piece[]): string[] => pieces.map(({ text, mark }) => mark?.kind ?? text)

describe('MarkReader', () => {
  it('finds marks of its token, with shell and status', () => {
    const pieces = read('t0', 'a\x1b]133;C;aid=t0.2\x07b\x1b]133;D;7;aid=t0.2\x1b\\c')
    expect(kinds(pieces)).toEqual(['a', 'C', 'b', 'D', 'c'])
    expect(pieces[1]?.mark).toMatchObject({ kind: 'C', shell: 2 })
    expect(pieces[3]?.mark).toMatchObject({ kind: 'D', shell: 2, status: 7 })
  })

  it('reads what stands in a mark', () => {
    const [piece] = read('t', '\x1b]133;I;pid=12;namespace=pid:[402];bash=;aid=t.3\x07')
    expect(piece?.mark?.fields).toEqual({ pid: '12', namespace: 'pid:[402]', bash: '' })
  })

  it.each([
    ['another token', '\x1b]133;C;aid=other.0\x07'],
    ['a token that only begins alike', '\x1b]133;C;aid=t1.0\x07'],
    ['no token', '\x1b]133;D;0\x07'],
    ['a prompt printed before the shell has filled it in', '\x1b]133;A;status=$?;aid=t.0\x07'],
    ['a mark cut by a newline', '\x1b]133;C;aid=t.0\n\x07'],
    ['a mark without end', `\x1b]133;C;${'x'.repeat(600)};aid=t.0\x07`],
  ])('takes %s for ordinary output', (_, output) => {
    expect(read('t', output)).toEqual([{ text: output }])
  })

  it('loses no character', () => {
    const output = 'a\x1b[31mb\x1b]0;title\x07c\x1b]133;B;aid=t.0\x07d\x1b\x1b]133;A;status=0;aid=t.0\x07e'
    expect(
      read('t', ...output)
        .map(({ text }) => text)
        .join(''),
    ).toBe(output)
  })

  it('gives the same for any cut into chunks', () => {
    const fragment = fc.constantFrom(
      ...['\x1b', ']133;', 'C;', 'aid=t.0', '\x07', '\\', 'text', '\n', 'é☃', '\x1b[1m'],
      ...['\x1b]133;C;aid=t.0\x07', '\x1b]133;D;1;aid=t.12\x1b\\', '\x1b]133;B;aid=x.0\x07'],
    )
    const output = fc.array(fragment, { maxLength: 30 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(output, fc.array(fc.nat(400)), (text, cuts) => {
        const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length]
        const chunks = places.slice(1).map((to, index) => text.slice(places[index], to))
        expect(read('t', ...chunks)).toEqual(read('t', text))
      }),
      { numRuns: 500 },
    )
  })
})
