import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { labNames } from '../../runner/cli/labs.ts'
import type { Lab } from '../../runner/lab/lab.ts'
import { parse } from '../../runner/lab/parse.ts'
import { version } from '../../runner/lab/version.ts'
import { blocksOf, KINDS, type Kind } from '../../runner/mutate/mutant.ts'
import { mutantsOf, whyUnnoticed } from '../../runner/mutate/mutants.ts'
import { block, labOf, lesson } from '../lab/lesson.ts'

/** A variable in braces. */
const BRACED = '$' + '{y}'

const changesOf = (kind: Kind, ...blocks: string[]): string[] => {
  const source = lesson(blocks.join('\n'))
  return mutantsOf(labOf(source), source, [kind]).map(({ change, apart }) =>
    apart ? `${apart}: ${change}` : change,
  )
}
const typed = (text: string): string[] => {
  const before = text.split('\n').join(' ⏎ ')
  return changesOf('argument', block('console', `host$ ${text.replaceAll('\n', '\n> ')}`, '?')).map(
    (change) => change.replace(`${before} → `, ''),
  )
}

describe('an argument', () => {
  it.each([
    ['ip link set A up', ['ip link set B up', 'ip link set A down']],
    [
      'ip addr add 10.0.0.9/24 dev eth0',
      ['ip addr add 10.0.0.10/24 dev eth0', 'ip addr add 10.0.0.9/24 dev eth1'],
    ],
    ['mkdir -p /a/names', ['mkdir -p /a/namse']],
    ['touch aa', ['touch ab']],
    ['touch 65535 255 09', ['touch 65534 255 09', 'touch 65535 254 09', 'touch 65535 255 10']],
    ['sysctl -w a.b=0', ['sysctl -w a.b=1']],
    ['dd bs=64k count=2', ['dd bs=65k count=2', 'dd bs=64k count=3']],
    ["cat 'one two'", ["cat 'one tow'"]],
  ])('of %s is another number or another name', (text, changed) => expect(typed(text)).toEqual(changed))

  it.each([
    [
      'docker run -d --name web nginx',
      ['docker run --name web nginx', 'docker run -d nginx', 'docker run -d --name wbe nginx'],
    ],
    ['docker run --rm --net=host busybox hostname', ['docker run --rm busybox hostname']],
    ['tail -n 3 log', ['tail log', 'tail -n 4 log', 'tail -n 3 lgo']],
  ])('of %s that is an option is left out with its value', (text, changed) => {
    for (const each of changed) expect(typed(text)).toContain(each)
  })

  it.each([
    'sleep 5',
    'timeout 5 true',
    'ping -c 1 -W 1 {host.ip}',
    `ls $x ${BRACED} {host.name}`,
    'docker run --rm busybox true',
    "docker inspect '{{.Name}}'",
    'true',
  ])('of %s is not changed where nothing would come of it, or it stands for something else', (text) =>
    expect(typed(text)).toEqual([]),
  )

  it('of a script in $(…), in -c, behind a pipe, and on a second line is one, too', () => {
    expect(typed('x=$(cat one)')).toEqual(['x=$(cat oen)'])
    expect(typed("sh -c 'cat one && cat two'")).toContain("sh -c 'cat oen && cat two'")
    expect(typed('cat one | grep two > three')).toEqual([
      ...['cat oen | grep two > three', 'cat one | grep tow > three', 'cat one | grep two > there'],
    ])
    expect(typed('cat one \\\ntwo')).toEqual(['cat oen \\ ⏎ two', 'cat one \\ ⏎ tow'])
  })

  it('is not what a here-document or a function says', () => {
    expect(typed('cat <<END\none two\nEND')).toEqual([])
    expect(typed('both() { cat one two; }')).toEqual([])
  })
})

describe('what counts apart', () => {
  it('is a command that only looks, one that is refused, and an argument of either, unless the look is compared', () => {
    const console = block(
      'console',
      'host$ rm one',
      'host$ cat two',
      'host$ cat six',
      '6',
      'host$ rm ten',
      '[1]',
    )
    expect(changesOf('command', console)).toEqual([
      ...['without rm one', 'look: without cat two', 'look: without cat six', 'refused: without rm ten'],
    ])
    expect(changesOf('argument', console)).toEqual([
      ...['rm one → rm oen', 'look: cat two → cat tow', 'cat six → cat sxi', 'refused: rm ten → rm tne'],
    ])
  })
})

describe('what is not typed by a learner', () => {
  it('is neither left out nor changed; its printed lines are changed, but not those of cleanup', () => {
    const blocks = ['setup', 'check it holds', 'question What?', 'cleanup'].map((info) =>
      block(info, 'host$ cat one', info === 'question What?' ? '{answer}' : info),
    )
    expect(changesOf('command', ...blocks)).toEqual([])
    expect(changesOf('argument', ...blocks)).toEqual([])
    expect(changesOf('line', ...blocks)).toEqual([
      'setup under cat one',
      'check it holds under cat one',
      '{answer} under cat one',
    ])
  })
})

/** Every mutant is another lesson, and says where: the lines before the place are the same. */
const examine = async (lab: Lab, source: string, every = 1): Promise<number> => {
  const mutants = mutantsOf(lab, source, KINDS)
  const original = await version(lab)
  for (const mutant of mutants.filter((_, index) => index % every === 0)) {
    const { source: changed, line, change } = mutant
    const { lab: other, problems } = parse(changed, lab.file)
    const refused = problems.some(({ severity }) => severity === 'error')
    expect([change, other === undefined]).toEqual([change, refused])
    if (other) expect([change, await version(other)]).not.toEqual([change, original])
    const [before, after] = [source.split('\n'), changed.split('\n')]
    // A block that was all of one command begins with its fence, one line above it.
    const same = before.findIndex((text, index) => text !== after[index]) + 1
    expect([change, same >= line - 1]).toEqual([change, true])
    expect(change).not.toContain('\n')
    expect(whyUnnoticed(lab, mutant)).not.toBe('')
  }
  expect(mutantsOf(lab, source, KINDS)).toEqual(mutants)
  return mutants.length
}

describe('every mutant', () => {
  it.each(labNames())(
    'of %s is read or refused, differs in what runs, and is the same the next time',
    async (name) => {
      const source = readFileSync(join(import.meta.dirname, '../../labs', name, 'index.md'), 'utf8')
      const lab = labOf(source, `labs/${name}/index.md`)
      // To read a whole lab takes its time: one in thirty.
      const count = await examine(lab, source, 30)
      expect(count).toBeGreaterThan(blocksOf(lab).flatMap(({ commands }) => commands).length)
    },
  )

  it('of any lesson', async () => {
    const word = fc.oneof(
      fc.constantFrom(
        'docker',
        'run',
        'exec',
        '-d',
        '--name',
        '--x=y',
        '-c',
        "'a b'",
        '"$(cat x)"',
        '$(cat y)',
        '&&',
        '|',
      ),
      fc.constantFrom(
        '>',
        'file',
        '10.0.0.1/8',
        '{id}',
        BRACED,
        '<<END',
        "'",
        '"',
        '`',
        '\\',
        'up',
        '-',
        '--',
        '{{.A}}',
        '[1]',
      ),
      fc.string({ minLength: 1, maxLength: 4, unit: 'grapheme-ascii' }),
    )
    const text = fc
      .array(word, { minLength: 1, maxLength: 8 })
      .map((words) => words.join(' ').trim())
      .filter((line) => line !== '')
    const command = fc.tuple(
      text,
      fc.array(fc.constantFrom('one', '...', '{*}', '{x:int}', 'a b'), { maxLength: 2 }),
    )
    const info = fc.constantFrom('console', 'console within=1s', 'check it', 'setup')
    const blocks = fc.array(fc.tuple(info, fc.array(command, { minLength: 1, maxLength: 3 })), {
      minLength: 1,
      maxLength: 3,
    })
    await fc.assert(
      fc.asyncProperty(blocks, fc.constantFrom('\n', '\r\n'), async (made, end) => {
        const body = made.map(([kind, commands]) =>
          block(kind, ...commands.flatMap(([typed, printed]) => [`host$ ${typed}`, ...printed])),
        )
        const source = lesson(body.join('\n')).replaceAll('\n', end)
        const { lab } = parse(source, 'index.md')
        fc.pre(lab !== undefined)
        await examine(lab!, source)
      }),
      { numRuns: 300 },
    )
  })
})
