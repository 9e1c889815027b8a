/** How long a lesson waits on this machine: what it says, as many times as the machine is slower than usual. Milliseconds. */
import type { Block } from '../lab/lab.ts'
import type { Machine } from '../machine/machine.ts'
import type { Stage } from './stage.ts'

/** How long a command of the block may take. */
export const timeoutOf = (
  { machine, timeout }: Pick<Stage, 'machine' | 'timeout'>,
  { options }: Block,
): number => (options.timeout ?? timeout) * machine.pace

/** How long a command of the block is tried again; undefined where it is not. */
export const withinOf = ({ pace }: Pick<Machine, 'pace'>, { options }: Block): number | undefined =>
  options.within === undefined ? undefined : options.within * pace
