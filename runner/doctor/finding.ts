/** What the doctor found in one place. */
export interface Finding {
  /** A word or two: `control groups`. */
  name: string
  /** False: no machine can be had. `warning`: something works less well, or can't be known yet. */
  ok: boolean | 'warning'
  detail: string
  /** The command that mends it, or the words where no command can. */
  mend?: string
}
