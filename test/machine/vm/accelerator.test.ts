import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { chooseAccelerator, rememberFault } from '../../../runner/machine/vm/accelerator.ts'
import { folder } from '../../cli/labwright.ts'

const system = () => ({
  key: 'k',
  release: '6.1',
  made: '1',
  folder: folder({ kernel: 'no kernel', initramfs: 'none' }),
})

it('is emulation where there is no device of KVM, and says so', async () => {
  expect(await chooseAccelerator(system(), '/nonexistent/kvm')).toEqual({
    accelerator: 'tcg',
    reason: 'there is no /nonexistent/kvm',
  })
})

it('is emulation where the device is there and KVM is not, and says what QEMU said', async () => {
  // Any device will do: QEMU opens its own, and the kernel is none.
  const { accelerator, reason } = await chooseAccelerator(system(), '/dev/null')
  expect(accelerator).toBe('tcg')
  expect(reason).toContain('/dev/kvm')
}, 30_000)

it('remembers what came of the trial, until the computer is started anew', async () => {
  const here = system()
  await rememberFault(here, 'it fails')
  expect(await chooseAccelerator(here, '/dev/null')).toEqual({ accelerator: 'tcg', reason: 'it fails' })
  await rememberFault(here, undefined)
  expect(await chooseAccelerator(here, '/dev/null')).toEqual({ accelerator: 'kvm' })

  const file = join(here.folder, 'kvm.json')
  const tried = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(file, JSON.stringify({ ...tried, boot: 'another' }))
  expect((await chooseAccelerator(here, '/dev/null')).accelerator).toBe('tcg')
}, 30_000)
