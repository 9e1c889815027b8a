import { describe, expect, it } from 'vitest'
import { shellDepths } from '../../runner/learn/shell-depth.ts'
import { block, labOf, lesson } from '../lab/lesson.ts'

const depths = (...lines: string[]): [string, number][] =>
  [...shellDepths(labOf(lesson(block('console', ...lines))))].map(([{ text }, depth]) => [text, depth])

describe('shellDepths', () => {
  it('counts the shells that a command is typed inside of', () => {
    expect(
      depths(
        'host$ docker run -ti --rm busybox',
        'box# sh',
        'deep# id',
        'deep# exit',
        'box# exit',
        'host$ id',
      ),
    ).toEqual([
      ['docker run -ti --rm busybox', 0],
      ['sh', 1],
      ['id', 2],
      ['exit', 2],
      ['exit', 1],
      ['id', 0],
    ])
  })

  it('knows a shell that keeps the name of the one around it', () => {
    expect(depths('host$ bash', 'host$ id', 'host$ exit', 'host$ id').map(([, depth]) => depth)).toEqual([
      0, 1, 1, 0,
    ])
  })

  it('keeps terminals apart', () => {
    expect(
      depths('host$ docker run -ti --rm busybox', 'host-2$ id', 'box# id').map(([, depth]) => depth),
    ).toEqual([0, 0, 1])
  })
})
