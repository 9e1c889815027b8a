import { expect, it } from 'vitest'
import { Disk } from '../../../runner/machine/browser/disk.ts'
import { Emulator } from '../../../runner/machine/browser/emulator.ts'

it('says so where its code is broken', async () => {
  const disk = new Disk(
    { bytes: 512, part: 512 },
    async () => new Uint8Array(512),
    () => expect.unreachable(),
  )
  const broken = Emulator.create({ memory: 2 ** 24, wasm: new Uint8Array(8), disk })
  await expect(broken).rejects.toThrow(WebAssembly.CompileError)
})
