/** What a lab printed when it was last verified: `NAME.json` in this folder, made by `npm run record`. */
export interface Recording {
  lab: string
  /** Of the lab's executable content, as `runner/lab/version.ts` has it. */
  version: string
  /** Day, as in 2026-11-21. */
  date: string
  docker: string
  kernel: string
  /** By step id: the outputs of its commands, by console block and by command. */
  outputs: Record<string, string[][]>
}
