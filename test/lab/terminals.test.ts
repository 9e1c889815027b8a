import { describe, expect, it } from 'vitest'
import { parse } from '../../runner/lab/parse.ts'
import { block, labOf, lesson } from './lesson.ts'

/** The terminal that each command of a console block is typed into. */
const terminals = (...lines: string[]): string[] => typedInto(lesson(block('console', ...lines)))
const typedInto = (source: string): string[] =>
  labOf(source).steps.flatMap(({ blocks }) =>
    blocks.flatMap(({ commands }) => commands.map(({ terminal }) => terminal)),
  )

describe('a terminal', () => {
  it('is the prompt of its own', () => {
    expect(terminals('host$ a', 'web$ b', 'host$ c')).toEqual(['host', 'web', 'host'])
  })

  it('is inside a container until its exit', () => {
    expect(terminals('host$ docker run -ti busybox', 'box# a', 'box# b', 'box# exit', 'host$ c')).toEqual(
      Array(5).fill('host'),
    )
  })

  it('keeps its name in a shell that changes none', () => {
    expect(terminals('host$ su', 'host# a', 'host# exit', 'host$ exit 0', 'host$ b')).toEqual(
      Array(5).fill('host'),
    )
  })

  it('goes into a shell in a shell', () => {
    const lines = [
      'host$ docker run -ti ubuntu',
      'box# chroot /host',
      'root# a',
      'root# exit',
      'box# logout',
      'host$ b',
    ]
    expect(terminals(...lines)).toEqual(Array(6).fill('host'))
  })

  it('stays inside while another one is typed into', () => {
    const lines = [
      'other$ a',
      'host$ docker run -ti busybox',
      'other$ b',
      'box# c',
      'other$ d',
      'box# exit',
      'host$ e',
    ]
    expect(terminals(...lines)).toEqual(['other', 'host', 'other', 'host', 'other', 'host', 'host'])
  })

  it('lets two terminals be inside at once', () => {
    const lines = [
      'one$ docker run -ti busybox',
      'aa# x',
      'two$ docker run -ti busybox',
      'bb# x',
      'aa# exit',
      'bb# exit',
      'one$ y',
      'two$ y',
    ]
    expect(terminals(...lines)).toEqual(['one', 'one', 'two', 'two', 'one', 'two', 'one', 'two'])
  })

  it('may give the same name to a later container', () => {
    const again = ['host$ docker run -ti busybox', 'box# exit']
    expect(terminals(...again, 'two$ docker run -ti busybox', 'box# a')).toEqual([
      'host',
      'host',
      'two',
      'two',
    ])
  })

  it('stays inside from block to block and step to step, checks aside', () => {
    const source = lesson(
      [
        block('console', 'host$ docker run -ti busybox'),
        block('check c', 'host$ docker ps'),
        '## Two {#two}',
        block('console', 'box# a', 'box# exit'),
        block('console', 'host$ b'),
      ].join('\n\n'),
    )
    expect(typedInto(source)).toEqual(Array(5).fill('host'))
  })

  it('leaves its first shell at an exit only by name', () => {
    expect(terminals('host$ exit', 'host$ a')).toEqual(['host', 'host'])
  })

  it('on the second machine is never inside one on the first', () => {
    const two = lesson(block('console', 'host$ docker run -ti busybox', 'beta-2$ a', 'box# b')).replace(
      '[docker]',
      '[docker, two-machines]',
    )
    expect(typedInto(two)).toEqual(['host', 'beta-2', 'host'])
  })

  it('of the host is never inside another one', () => {
    expect(terminals('web$ su', 'host$ a', 'host-2$ b', 'root# c')).toEqual(['web', 'host', 'host-2', 'web'])
  })

  it('is not inside a container that did not start', () => {
    const lines = ['host$ docker run -ti missing', 'docker: {*}', '[125]', 'web$ a', 'host$ b']
    expect(terminals(...lines)).toEqual(['host', 'web', 'host'])
  })

  it('is free beside one that runs in the background', () => {
    const source = lesson(`${block('console background', 'web$ serve')}\n\n${block('console', 'host$ a')}`)
    expect(typedInto(source)).toEqual(['web', 'host'])
  })

  it('is refused to a prompt that it does not show', () => {
    const { problems } = parse(
      lesson(block('console', 'host$ su', 'box# a', 'host$ b', 'box# exit', 'host$ c')),
      'x.md',
    )
    expect(problems).toMatchObject([{ rule: 'still-inside', position: { line: 12, column: 1 } }])
  })

  it('has a shell of its own for what runs out of sight', () => {
    const blocks = ['check c', 'question q', 'setup', 'cleanup'].map((info) =>
      block(info, 'host$ a', 'beta$ b'),
    )
    expect(typedInto(lesson(blocks.join('\n\n')))).toEqual(Array(4).fill(['host', 'beta']).flat())
  })
})
