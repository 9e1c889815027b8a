import { describe, expect, it, vi } from 'vitest'
import { labNames, readLabs } from '../../runner/cli/labs.ts'
import type { Block, Lab, Step } from '../../runner/lab/lab.ts'
import { LearnSession } from '../../runner/learn/session.ts'
import type { ScratchMachine } from '../../runner/machine/scratch/scratch.ts'
import { checksOf, holds } from '../../runner/play/check.ts'
import { retriesOf } from '../labs/measures.ts'
import { scratch } from '../play/play-lesson.ts'

const SEED = 'a learner'
/** As on a phone: no verdict is to depend on the width. */
const SIZE = { columns: 44, rows: 16 }

const consolesOf = ({ steps }: { steps: Pick<Step, 'blocks'>[] }): Block[] =>
  steps.flatMap(({ blocks }) => blocks.filter(({ kind }) => kind === 'console'))

const machineFor = ({ name, requires }: Lab): Promise<ScratchMachine> =>
  scratch({
    lab: name,
    attended: true,
    docker: requires.includes('docker'),
    twoMachines: requires.includes('two-machines'),
  })

/** Presses each button of the lab in its order, and answers each question with what the machine says. */
const learn = async (lab: Lab, machine: ScratchMachine): Promise<string[]> => {
  const quiet = { changed() {}, output() {}, ended() {}, settled() {}, stepDone() {}, gone() {} }
  const session = new LearnSession({ lab, machine, seed: SEED, done: [], life: 1, listener: quiet })
  await using _ended = session
  await session.begin()
  for (const name of new Set(
    consolesOf(lab).flatMap(({ commands }) => commands.map((each) => each.terminal)),
  ))
    await session.open(name, SIZE)
  const faults: string[] = []
  for (const { id, blocks } of lab.steps) {
    const state = () => session.state().steps.find((step) => step.id === id)!
    for (const [block, { commands, options }] of consolesOf({ steps: [{ blocks }] }).entries()) {
      for (const [command, { position, terminal }] of commands.entries()) {
        const typed = session.run(id, block, command)
        // The sheet with the terminal opens on a phone when a button is pressed.
        session.resize(terminal, { ...SIZE, rows: SIZE.rows - (command % 2) })
        const untyped = await typed
        if (untyped) faults.push(`${lab.file}:${position.line}: ${untyped}`)
        const verdict = () =>
          state().commands.find((each) => each.block === block && each.command === command)!
        if (options.background) await expect.poll(() => verdict().state, { timeout: 60_000 }).toBe('matched')
      }
    }
    const questions = checksOf(blocks).filter(({ kind }) => kind === 'question')
    for (const [index, question] of questions.entries()) {
      const variables = new Map(Object.entries(session.state().variables))
      const { answer } = await holds({ lab, machine, variables, timeout: 30_000 }, question, {
        patient: true,
      })
      await session.answer(id, index, answer ?? '')
      if (!state().questions[index]!.answered) faults.push(`${lab.file}: ${question.title}: ${answer}`)
    }
    // The checks are looked at by themselves, a moment after whatever was done last.
    await vi
      .waitUntil(() => state().done, { timeout: 60_000 })
      .catch(() => faults.push(`${lab.file}#${id} is not done`))
    for (const { held, reason } of state().checks) if (!held) faults.push(`${lab.file}#${id}: ${reason}`)
    for (const { state: verdict, text, reason } of state().commands)
      if (verdict !== 'matched') faults.push(`${lab.file}: ${text}: ${verdict}\n${reason}`)
  }
  return faults
}

describe('a learner who presses every button', () => {
  const labs = readLabs(labNames().map((name) => `labs/${name}/index.md`)).map(({ lab }) => lab)

  for (const lab of labs)
    it(`gets through ${lab.name}, and sees nothing differ`, { retry: retriesOf(lab.name) }, async () => {
      await using machine = await machineFor(lab)
      expect(await learn(lab, machine)).toEqual([])
    })
})
