/** What a command costs: 200 `echo` in one lab, beside a bare persistent bash and the peers that are installed. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { execa } from 'execa'
import { parse } from '../lab/parse.ts'
import type { Image } from '../machine/image/image.ts'
import { ScratchMachine } from '../machine/scratch/scratch.ts'
import { play } from '../play/play.ts'
import { clock, type Figure, figureTable, inTurn } from './measure.ts'

const COUNT = 200
const numbers = Array.from({ length: COUNT }, (_, index) => index)

const LESSON = [
  '---\ntitle: Echoes\ndescription: What a command costs.\nminutes: 1\n---\n\n# Echoes\n\n## Echo {#echo}\n\n```console',
  // The first opens the shell; what is counted begins when it has answered, as with the bare bash.
  'host$ echo number 0\nnumber 0',
  ...numbers.map((number) => `host$ echo number ${number}\nnumber ${number}`),
  '```\n',
].join('\n')

const CRAM = numbers.map((number) => `  $ echo number ${number}\n  number ${number}\n`).join('')

const BATS = `@test "echoes" {\n${numbers.map((number) => `  run echo number ${number}\n  [ "$output" = "number ${number}" ]\n`).join('')}}\n`

/** A bash at the other end of a pipe; each command is awaited by a sentinel. As bare as it gets. */
const bareBash = async (): Promise<number> => {
  const bash = execa('bash', ['--norc'], { stdin: 'pipe', stdout: 'pipe', buffer: false })
  const lines = createInterface({ input: bash.stdout })[Symbol.asyncIterator]()
  const echo = async (number: number): Promise<void> => {
    bash.stdin.write(`echo number ${number}\necho "sentinel $?"\n`)
    const { value: said } = await lines.next()
    const { value: sentinel } = await lines.next()
    if (said !== `number ${number}` || sentinel !== 'sentinel 0')
      throw new Error(`bash said '${said}', '${sentinel}'`)
  }
  await echo(0)
  const time = await clock(async () => {
    for (const number of numbers) await echo(number)
  })
  bash.stdin.end()
  await bash
  return time
}

const runs = async (file: string, ...args: string[]): Promise<boolean> => {
  const { failed } = await execa(file, args, { reject: false })
  return !failed
}

/** The table, for one image. */
export const benchCommands = async (image: Image, rounds: number): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'labwright-bench-'))
  const [cram, bats] = [join(folder, 'echoes.t'), join(folder, 'echoes.bats')]
  await writeFile(cram, CRAM)
  await writeFile(bats, BATS)
  const { lab } = parse(LESSON, 'echoes.md')
  if (!lab) throw new Error('the lesson of the bench is malformed')
  await using machine = await ScratchMachine.create({ image })
  const labwright = async (): Promise<number> => {
    let [first, last] = [0, 0]
    for await (const event of play(lab, machine, { seed: '', cleanup: false })) {
      if (event.type === 'lab-ended' && !event.result.ok) throw new Error('an echo fell short')
      if (event.type !== 'command-ended') continue
      last = performance.now()
      first ||= last
    }
    const time = last - first
    return time
  }
  const peer =
    (file: string, ...args: string[]) =>
    (): Promise<number> =>
      clock(() => execa(file, args))
  try {
    const figures: Figure[] = await inTurn(rounds, {
      'bare bash': bareBash,
      labwright,
      ...((await runs('cram3', '--version'))
        ? { 'cram (whole process)': peer('cram3', '--shell=bash', cram) }
        : {}),
      ...((await runs('bats', '--version')) ? { 'bats (whole process)': peer('bats', bats) } : {}),
    })
    return figureTable(figures, 'bare bash', { unit: 'ms a command', count: COUNT })
  } finally {
    await rm(folder, { recursive: true })
  }
}
