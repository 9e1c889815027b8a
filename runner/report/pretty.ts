import pc from 'picocolors'
import type { CheckResult, CommandResult, LabResult, StepResult } from '../play/result.ts'
import { count } from './count.ts'
import type { Reporter, Sink } from './reporter.ts'
import type { Failure, RunResult, Skipped } from './run.ts'
import { verdictText } from './verdict.ts'

/**
 * For people: a line a step as it ends, and what fell short below it. Where several labs are played at once, each
 * lab's lines are held back until it has ended, so that they stand together.
 */
export const prettyReporter = (sink: Sink, { together }: { together: boolean }): Reporter => {
  const paint = pc.createColors(sink.color)
  const held = new Map<string, string[]>()
  /** Labs whose heading is there. */
  const shown = new Set<string>()
  const status = statusLine(sink)

  const say = (lab: string, lines: string[]): void => {
    if (together) held.set(lab, [...(held.get(lab) ?? []), ...lines])
    else print(lines)
  }
  const print = (lines: string[]): void => {
    status.clear()
    sink.write(lines.map((line) => `${line}\n`).join(''))
  }

  return {
    event(event) {
      const { lab } = event
      switch (event.type) {
        case 'lab-started':
          shown.add(lab.file)
          return say(lab.file, ['', `${paint.bold(lab.name)}  ${lab.title}  ${paint.dim(lab.file)}`])
        case 'step-started':
          return status.show(lab.file, `${lab.name}: ${event.step.title}`)
        case 'command-started':
          return status.show(lab.file, `${lab.name}: ${event.command.prompt}$ ${event.text.split('\n')[0]}`)
        case 'step-ended':
          return say(lab.file, stepLines(event.result, paint))
        case 'lab-ended': {
          status.done(lab.file)
          const outside = [...event.result.setup, ...event.result.cleanup]
          say(lab.file, [
            ...outside.flatMap((command) => commandLines(command, paint)),
            ...leftLines(event.result, paint),
            labLine(event.result, paint),
          ])
          if (together) print(held.get(lab.file) ?? [])
          return
        }
      }
    },
    failed(failure) {
      status.done(failure.file)
      const begun = held.get(failure.file) ?? []
      print([
        ...begun,
        ...failureLines(failure, paint, together ? begun.length > 0 : shown.has(failure.file)),
      ])
    },
    skipped(skipped) {
      print(skippedLines(skipped, paint))
    },
    stopped() {
      print(['', paint.red('stopped')])
    },
    end(run) {
      status.clear()
      print(['', verdictLine(run, paint)])
    },
  }
}

type Paint = ReturnType<typeof pc.createColors>

const mark = (ok: boolean, paint: Paint): string => (ok ? paint.green('✓') : paint.red('✗'))

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

const stepLines = (step: StepResult, paint: Paint): string[] => [
  `  ${mark(step.ok, paint)} ${step.title} ${paint.dim(seconds(step.ms))}`,
  ...step.commands.flatMap((command) => commandLines(command, paint)),
  ...step.checks.flatMap((check) => checkLines(check, paint)),
]

const commandLines = (command: CommandResult, paint: Paint): string[] =>
  command.ok
    ? []
    : [
        `    ${paint.red('✗')} ${paint.cyan(`${command.file}:${command.at ?? command.line}`)}`,
        `      ${paint.bold(`${command.terminal}$ ${command.command.replaceAll('\n', '\n      > ')}`)}`,
        ...reasonLines(command.reason, paint),
      ]

const checkLines = (check: CheckResult, paint: Paint): string[] =>
  check.ok
    ? []
    : [
        `    ${paint.red('✗')} ${paint.cyan(`${check.file}:${check.at ?? check.line}`)}`,
        `      ${paint.bold(`${check.kind}: ${check.title}`)}`,
        ...reasonLines(check.reason, paint),
      ]

/** A reason holds a diff, whose lines begin with `-` (printed) and `+` (came). */
const reasonLines = (reason: string | undefined, paint: Paint): string[] =>
  (reason ?? '').split('\n').map((line) => {
    const text = `      ${line}`
    if (line.startsWith('-')) return paint.red(text)
    if (line.startsWith('+')) return paint.green(text)
    return text
  })

const labLine = (lab: LabResult, paint: Paint): string => {
  const commands = lab.steps.reduce((sum, step) => sum + step.commands.length, 0)
  const checks = lab.steps.reduce((sum, step) => sum + step.checks.length, 0)
  const counts = [count(lab.steps.length, 'step'), count(commands, 'command'), count(checks, 'check')]
  const seed = lab.ok ? '' : `, seed ${lab.seed}`
  return `  ${mark(lab.ok, paint)} ${lab.ok ? 'holds' : 'fell short'} ${paint.dim(`${counts.join(', ')}, ${seconds(lab.ms)}, ${lab.machine.kind} ${lab.machine.id}${seed}`)}`
}

/** What its cleanup should have undone: `+ link veth0` stands there since, `- …` does no more. */
const leftLines = ({ file, left }: LabResult, paint: Paint): string[] =>
  left.length === 0
    ? []
    : [
        `    ${paint.red('✗')} ${paint.cyan(file)}`,
        `      ${paint.bold('left behind')}`,
        ...reasonLines(left.join('\n'), paint),
        '      mend: undo it in a cleanup block',
      ]

/** `headed`: the lab's heading stands above already. */
const failureLines = ({ lab, file, reason, mend }: Failure, paint: Paint, headed: boolean): string[] => [
  ...(headed ? [] : ['', `${paint.bold(lab)}  ${paint.dim(file)}`]),
  `  ${paint.red('✗')} ${headed ? 'machine lost' : 'no machine'}: ${reason}`,
  `    mend: ${mend}`,
]

const skippedLines = ({ lab, file, reason }: Skipped, paint: Paint): string[] => [
  '',
  `${paint.bold(lab)}  ${paint.dim(file)}`,
  `  ${paint.yellow('-')} skipped: ${reason}`,
]

const verdictLine = (run: RunResult, paint: Paint): string => {
  const text = verdictText(run)
  return run.ok ? paint.green(paint.bold(text)) : paint.red(paint.bold(text))
}

/** The line at the bottom that says what is being played, on a terminal only. */
const statusLine = (
  sink: Sink,
): { show(lab: string, text: string): void; done(lab: string): void; clear(): void } => {
  const texts = new Map<string, string>()
  let shown = false
  const clear = (): void => {
    if (shown) sink.write('\r\x1b[K')
    shown = false
  }
  const draw = (): void => {
    const width = (process.stdout.columns ?? 80) - 1
    const text = [...texts.values()].join('  |  ')
    if (!sink.live || text === '') return
    sink.write(`\r\x1b[K${text.length > width ? `${text.slice(0, width - 1)}…` : text}`)
    shown = true
  }
  return {
    show(lab, text) {
      texts.set(lab, text)
      draw()
    },
    done(lab) {
      texts.delete(lab)
      clear()
      draw()
    },
    clear,
  }
}
