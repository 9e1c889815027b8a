/** One class of learners who are not there: `npx tsx runner/bench/class/run.ts --learners 40 --lab host-network`. */
import { parseArgs } from 'node:util'
import { findLabFiles, readLabs } from '../../cli/labs.ts'
import { trialRow, trialTable } from './report.ts'
import { tryClass } from './trial.ts'

const { values } = parseArgs({
  options: {
    learners: { type: 'string', default: '40' },
    lab: { type: 'string', default: 'host-network' },
    /** Seconds that each thinks before a command, from and to. */
    thinking: { type: 'string', default: '1-4' },
    /** Keys a second. */
    keys: { type: 'string', default: '8' },
    /** A built site; without it, the one of this folder, built when needed. */
    site: { type: 'string' },
    seed: { type: 'string', default: '1' },
    /** Kills the server in the middle, and goes on with the class. */
    kill: { type: 'boolean', default: false },
    /** So many more learners enter a command that harms, and leave it running. */
    hogs: { type: 'string', default: '0' },
    hog: { type: 'string', default: 'for i in 1 2 3 4; do (while :; do /bin/true; done) & done' },
    json: { type: 'boolean', default: false },
  },
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
const [from = 1, to = from] = values.thinking.split('-').map(Number)
const [{ lab } = { lab: undefined }] = readLabs(findLabFiles([values.lab]))
if (!lab) throw new Error(`there is no lab '${values.lab}'`)
const learners = Number(values.learners)
const trial = await tryClass({
  lab,
  learners,
  seed: Number(values.seed),
  thinking: [from * 1000, to * 1000],
  keysPerSecond: Number(values.keys),
  kill: values.kill,
  ...(values.site ? { site: values.site } : {}),
  hogs: { count: Number(values.hogs), command: values.hog },
  tell: (what) => console.error(what),
})
if (values.json) console.log(JSON.stringify({ ...trial, echoes: trial.echoes.length }, null, 2))
else console.log(trialTable([trialRow(`${learners} x ${lab.name}`, trial)]))
for (const failure of trial.failures) console.error(`\n${failure}`)
for (const step of trial.missing) console.error(`a step that was done is missing: ${step}`)
process.exitCode = trial.failures.length + trial.missing.length > 0 ? 1 : 0
