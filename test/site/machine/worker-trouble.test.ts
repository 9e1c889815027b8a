import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { MachineError } from '../../../runner/machine/machine.ts'
import { FileError } from '../../../site/theme/machine/image-files.ts'
import { orFailure } from '../../../site/theme/machine/worker-trouble.ts'

const trouble = (message: string) => ({ message, mend: 'mend' })
const troubles = {
  network: trouble('network'),
  memory: trouble('memory'),
  image: trouble('image'),
  crashed: trouble('crashed'),
}
const failing = (error: unknown) => orFailure(troubles, () => Promise.reject(error))

beforeEach(() => {
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('removeEventListener', () => {})
})
afterEach(() => vi.unstubAllGlobals())

it('says in the words of the page what went wrong', async () => {
  await expect(failing(new FileError('network', 'x'))).rejects.toThrow(/^network$/)
  await expect(failing(new RangeError('Array buffer allocation failed'))).rejects.toThrow(/^memory$/)
  await expect(failing(new Error('odd'))).rejects.toThrow('crashed (Error: odd)')
})

it('says so, too, where a machine goes as it starts, since its disk can not be had', async () => {
  const cause = new FileError('image', 'disk-1 is not there')
  await expect(failing(new MachineError('gone', 'mend', { cause }))).rejects.toThrow(/^image$/)
  await expect(failing(new MachineError('gone', 'mend'))).rejects.toThrow(/^gone$/)
})
