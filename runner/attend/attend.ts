/** One lab with one person at this terminal, from the machine's making to its end. */
import type { Lab } from '../lab/lab.ts'
import { cleanUp } from '../learn/out-of-sight.ts'
import type { Machine } from '../machine/machine.ts'
import { differences, takeInventory } from '../play/inventory.ts'
import { Keyboard } from './keyboard.ts'
import { MENU_NAME } from './menu.ts'
import type { Screen } from './screen.ts'
import { Session } from './session.ts'
import { summaryLines } from './summary.ts'
import { troubleLines } from './trouble-lines.ts'

export interface AttendOptions {
  lab: Lab
  /** The lesson as it was read. */
  source: string
  machine: Machine
  /** Gives the values of `vary`. */
  seed: string
  /** The machine outlives the lab: its cleanup is run, and it cannot be made as new. */
  livesOn: boolean
  /** Nothing is cleaned up. */
  keep: boolean
  screen: Screen
  /** Ends the session early: the window or this process is about to go. */
  signal: AbortSignal
}

/**
 * Plays a lab with a person.
 * @returns whether all steps were done
 * @throws MachineError when the machine has gone; the window is as it was before
 */
export const attend = async ({ machine, screen, signal, ...options }: AttendOptions): Promise<boolean> => {
  const { lab, livesOn, keep } = options
  const started = performance.now()
  const before = livesOn ? await takeInventory(machine) : {}
  const session = new Session({ ...options, machine, resettable: !livesOn, screen })
  screen.line(...session.text.opening(), '', ...machineLines(options, machine, screen))

  const keyboard = new Keyboard(process.stdin, (keys) => session.typed(keys))
  const resize = (): void => session.panes.resize()
  const stop = (): void => session.quit()
  process.stdout.on('resize', resize)
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  try {
    await session.play(keyboard)
  } finally {
    process.stdout.off('resize', resize)
    signal.removeEventListener('abort', stop)
    screen.leave()
    keyboard[Symbol.dispose]()
    screen.line(
      ...summaryLines(lab.title, session.course.outcomes, performance.now() - started, screen.paint),
      '',
    )
  }
  if (livesOn && !keep) {
    const short = await cleanUp(session.stage)
    screen.line(...troubleLines(short, screen.paint, screen.size.columns))
    const left = differences(before, await takeInventory(machine))
    if (left.length > 0) screen.line('The lab left this behind:', ...left.map((each) => `  ${each}`), '')
  }
  return session.course.allDone
}

const machineLines = (
  { lab, seed }: Omit<AttendOptions, 'machine' | 'screen' | 'signal'>,
  machine: Machine,
  { paint }: Screen,
): string[] => {
  const name = machine.kind === 'host' ? 'host' : `${machine.kind}:${machine.id}`
  const seeded = Object.keys(lab.vary).length > 0 ? ` --seed ${seed}` : ''
  const which =
    machine.kind === 'host' ? 'The machine is this computer itself.' : `Machine ${machine.id} is ready.`
  return [
    `${which} To look at it from another window:`,
    `  ${paint.cyan(`labwright check ${lab.name} --machine ${name}${seeded}`)}`,
    `${paint.bold(MENU_NAME)} opens a menu: it types commands for you, checks, gives hints, quits.`,
  ]
}
