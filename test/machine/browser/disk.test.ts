import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Disk, imageDisk } from '../../../runner/machine/browser/disk.ts'
import type { BrowserImage } from '../../../runner/machine/browser/image.ts'

type Bytes = Uint8Array<ArrayBuffer>

const PART = 1024
const content = Uint8Array.from({ length: 40 * PART + 512 }, (_, at) => (at * 7 + (at >> 8)) & 0xff)
const parts = Array.from({ length: 41 }, (_, index) => content.slice(index * PART, (index + 1) * PART))

const never = (): never => expect.unreachable()

const read = (disk: Disk, start: number, length: number): Promise<Bytes> =>
  new Promise((resolve) => disk.get(start, length, resolve))

describe('a disk in parts', () => {
  it('gives what is there, across parts and at the end', async () => {
    const disk = new Disk({ bytes: content.length, part: PART }, async (index) => parts[index]!, never)
    const range = fc
      .nat(content.length - 1)
      .chain((start) =>
        fc.record({ start: fc.constant(start), length: fc.integer({ min: 1, max: content.length - start }) }),
      )
    await fc.assert(
      fc.asyncProperty(range, async ({ start, length }) => {
        const data = await read(disk, start, length)
        expect(Buffer.compare(data, content.subarray(start, start + length))).toBe(0)
      }),
    )
  })

  it('reads a part once while it is used, and not all for ever', async () => {
    const reads: number[] = []
    const readPart = async (index: number): Promise<Bytes> => {
      reads.push(index)
      return parts[index]!
    }
    const disk = new Disk({ bytes: content.length, part: PART }, readPart, never)
    await Promise.all([read(disk, 0, 100), read(disk, 200, 100), read(disk, 1000, 100)])
    expect(reads).toEqual([0, 1])
    for (let at = 0; at < 40 * PART; at += PART) await read(disk, at, 10)
    expect(reads).toHaveLength(40)
    await read(disk, 0, 10)
    expect(reads).toHaveLength(41)
  })

  it('says that a part can not be had, and tries again when it is asked for again', async () => {
    let isOffline = true
    const troubles: unknown[] = []
    const readPart = async (index: number): Promise<Bytes> => {
      if (isOffline) throw new Error('no network')
      return parts[index]!
    }
    const disk = new Disk({ bytes: content.length, part: PART }, readPart, (error) => troubles.push(error))
    disk.get(0, 10, never)
    await expect.poll(() => troubles).toEqual([new Error('no network')])
    isOffline = false
    expect(await read(disk, 0, 10)).toEqual(content.slice(0, 10))
  })

  it('says when the machine waits for nothing', async () => {
    let come = (_: Bytes): void => {}
    const part = new Promise<Bytes>((resolve) => {
      come = resolve
    })
    const disk = new Disk({ bytes: content.length, part: PART }, () => part, never)
    const told: string[] = []
    await disk.quiet()
    disk.get(0, 10, () => told.push('data'))
    const quiet = disk.quiet().then(() => told.push('quiet'))
    come(parts[0]!)
    await quiet
    expect(told).toEqual(['data', 'quiet'])
  })

  it('gives nothing to a machine that was made as new, and does not end it either', async () => {
    const settle: ((part: Bytes | Error) => void)[] = []
    const readPart = () =>
      new Promise<Bytes>((resolve, reject) => {
        settle.push((part) => (part instanceof Error ? reject(part) : resolve(part)))
      })
    const disk = new Disk({ bytes: content.length, part: PART }, readPart, never)
    disk.get(0, 10, never)
    disk.get(PART, 10, never)
    const quiet = disk.quiet()
    disk.forget()
    await quiet
    settle[0]!(parts[0]!)
    settle[1]!(new Error('no network'))
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await read(disk, 0, 10)).toEqual(content.slice(0, 10))
  })

  it('unzips the parts of an image', async () => {
    const image = {
      disk: {
        bytes: content.length,
        part: PART,
        parts: parts.map((_, index) => ({ name: `part-${index}`, bytes: 0 })),
      },
    } as BrowserImage
    const zipped = async (name: string) => new Uint8Array(gzipSync(parts[Number(name.slice(5))]!))
    const disk = imageDisk(image, zipped, never)
    expect(await read(disk, 3 * PART - 5, 2 * PART)).toEqual(content.slice(3 * PART - 5, 5 * PART - 5))
  })
})
