/** What a machine costs: without Docker, and with Docker beside a script written by hand. */
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { execa } from 'execa'
import type { Image } from '../machine/image/image.ts'
import { ScratchMachine } from '../machine/scratch/scratch.ts'
import { figureTable, inTurn } from './measure.ts'

const byHand = async (image: Image): Promise<number> => {
  const started = performance.now()
  const script = execa('bash', [join(import.meta.dirname, 'by-hand.sh'), image.folder], {
    stdin: 'pipe',
    stdout: 'pipe',
    buffer: false,
    reject: false,
  })
  let time: number | undefined
  for await (const line of createInterface({ input: script.stdout })) {
    if (line === 'ready') time = performance.now() - started
    break
  }
  script.stdin.end()
  await script
  if (time === undefined) throw new Error('the script written by hand started no Docker')
  return time
}

const scratch = async (image: Image, docker: boolean): Promise<number> => {
  const started = performance.now()
  await using machine = await ScratchMachine.create({ image, docker })
  const { exit } = await machine.exec(docker ? 'docker version' : 'true')
  if (exit !== 0) throw new Error('the machine does not answer')
  return performance.now() - started
}

/** The table, for one image: from nothing to the first answer. */
export const benchMachines = async (image: Image, rounds: number): Promise<string> =>
  figureTable(
    await inTurn(rounds, {
      'by hand, Docker answers': () => byHand(image),
      'scratch, Docker answers': () => scratch(image, true),
      'scratch, no Docker': () => scratch(image, false),
    }),
    'by hand, Docker answers',
    { unit: 'ms', count: 1 },
  )
