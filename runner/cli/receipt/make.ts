import { checkLab } from '../../play/check-lab.ts'
import { loadKey } from '../../receipt/key-store.ts'
import { makeReceipt, stepsOf } from '../../receipt/make.ts'
import { LearnerName } from '../../receipt/receipt.ts'
import { checkReport } from '../../report/check.ts'
import { EXIT, UsageError } from '../exit.ts'
import { inWords } from '../key.ts'
import { findLabFiles, readLabs } from '../labs.ts'
import { machineToCheck, warnOfValues } from '../machine-to-check.ts'
import { machineSource } from '../machines.ts'
import { untilSignalled } from '../until-signalled.ts'

export interface MakeCall {
  learner: string
  machine?: string
  seed?: string
  key: string
  days?: number
}

const DAY = 24 * 60 * 60

/** Checks a machine as `labwright check` does; the report goes to standard error, the receipt to standard output. */
export const makeOne = async (name: string, call: MakeCall): Promise<void> => {
  const { learner, seed = '' } = call
  if (!LearnerName.safeParse(learner).success)
    throw new UsageError(
      `--learner ${JSON.stringify(learner)}: a name has 1 to 200 characters, none of them a control character, and no blank at either end`,
    )
  const signer = await inWords(() => loadKey(call.key))
  const lab = readLabs(findLabFiles([name]))[0]!.lab
  if (call.seed === undefined) warnOfValues(lab)
  const { make } = await machineSource(machineToCheck(lab.name, call.machine))
  await untilSignalled(async (signal) => {
    await using machine = await make(lab)
    const checked = await checkLab(lab, machine, seed, { signal })
    signal.throwIfAborted()
    process.stderr.write(checkReport(checked, false))
    const { version, ok } = checked
    const finding = { learner, lab: lab.name, version, seed, machine, steps: stepsOf(checked) }
    const lifetime = call.days === undefined ? {} : { lifetime: call.days * DAY }
    console.log(await makeReceipt(finding, signer, lifetime))
    process.exitCode = ok ? EXIT.held : EXIT.fellShort
  })
}
