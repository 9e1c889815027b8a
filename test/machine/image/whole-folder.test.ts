import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ensureFolder, removeFolder, removeUnfinished } from '../../../runner/machine/image/whole-folder.ts'

let parent: string
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'labwright-folder-'))
})
afterEach(() => rmSync(parent, { recursive: true }))

const MODULE = join(import.meta.dirname, '../../../runner/machine/image/whole-folder.ts')

const read = (folder: string): Promise<string | undefined> =>
  readFile(join(folder, 'finished'), 'utf8').catch(() => undefined)

const ensure = (fill: (folder: string) => Promise<void>): Promise<string> =>
  ensureFolder(join(parent, 'target'), { read, fill, onWait: () => {} })

const finish = (folder: string, text: string): Promise<void> => writeFile(join(folder, 'finished'), text)

/** Another process that fills the folder in two halves, the second one once it is told to `goOn`. */
const startMaker = async (name: string) => {
  const maker = spawn(
    'node',
    [
      ...['--import', 'tsx', '--input-type=module', '--eval'],
      `import { ensureFolder } from ${JSON.stringify(MODULE)}
      import { existsSync } from 'node:fs'
      import { readFile, writeFile } from 'node:fs/promises'
      console.log('began')
      console.log(await ensureFolder(${JSON.stringify(join(parent, 'target'))}, {
        read: (folder) => readFile(folder + '/finished', 'utf8').catch(() => undefined),
        fill: async (folder) => {
          await writeFile(folder + '/half', '')
          console.log('half')
          while (!existsSync(${JSON.stringify(join(parent, 'go'))})) await new Promise((resolve) => setTimeout(resolve, 10))
          await writeFile(folder + '/finished', ${JSON.stringify(name)})
        },
        onWait: () => {},
      }))`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let said = ''
  maker.stdout.on('data', (chunk) => {
    said += chunk
  })
  await once(maker.stdout, 'data')
  return { maker, said: () => said.trim().split('\n'), ended: once(maker, 'close') }
}

/** The half-made folder that stands there, whatever its name. */
const unfinished = (): string[] =>
  readdirSync(parent).filter((name) => !['target', '.lock', 'go'].includes(name))

const goOn = (): Promise<void> => writeFile(join(parent, 'go'), '')

/** Waits until one of them is half-way. */
const half = async (...makers: (() => string[])[]): Promise<void> => {
  while (!makers.some((said) => said().includes('half')))
    await new Promise((resolve) => setTimeout(resolve, 10))
}

describe('a folder that is made', () => {
  it('is read without being made again', async () => {
    expect(await ensure((folder) => finish(folder, 'one'))).toBe('one')
    expect(await ensure((folder) => finish(folder, 'two'))).toBe('one')
    expect(unfinished()).toEqual([])
  })

  it('takes the place of one that is not whole', async () => {
    await mkdir(join(parent, 'target'))
    await writeFile(join(parent, 'target/rubbish'), '')
    expect(await ensure((folder) => finish(folder, 'new'))).toBe('new')
    expect(readdirSync(join(parent, 'target'))).toEqual(['finished'])
  })

  it('leaves nothing when making it fails', async () => {
    await expect(ensure(() => Promise.reject(new Error('no network')))).rejects.toThrow('no network')
    expect(unfinished()).toEqual([])
    expect(existsSync(join(parent, 'target'))).toBe(false)
  })

  it('is made once when two processes race', async () => {
    const makers = await Promise.all([startMaker('one'), startMaker('two')])
    await half(...makers.map(({ said }) => said))
    await goOn()
    await Promise.all(makers.map(({ ended }) => ended))
    const [first, second] = makers.map(({ said }) => said())
    expect([first!.includes('half'), second!.includes('half')].sort()).toEqual([false, true])
    expect(first!.at(-1)).toBe(second!.at(-1))
    expect(readdirSync(join(parent, 'target')).sort()).toEqual(['finished', 'half'])
  })
})

describe('a process that is killed half-way', () => {
  it('leaves nothing that looks whole, and is cleaned up after', async () => {
    const { maker, said, ended } = await startMaker('killed')
    await half(said)
    expect(await removeUnfinished(parent)).toBe(0)
    maker.kill('SIGKILL')
    await ended
    expect(await read(join(parent, 'target'))).toBeUndefined()
    expect(unfinished()).toHaveLength(1)
    expect(await removeUnfinished(parent)).toBe(1)
    expect(unfinished()).toEqual([])
    expect(await removeUnfinished(parent)).toBe(0)
  })

  it('is taken over from by one that waited', async () => {
    const { maker, said } = await startMaker('killed')
    await half(said)
    const second = ensure(async (folder) => {
      expect(readdirSync(folder)).toEqual([])
      await finish(folder, 'second')
    })
    maker.kill('SIGKILL')
    expect(await second).toBe('second')
    expect(unfinished()).toEqual([])
  })
})

describe('removeFolder', () => {
  it('waits for whoever makes one, and leaves nothing', async () => {
    const { said, ended } = await startMaker('first')
    await half(said)
    await removeFolder(join(parent, 'target'), () => void goOn())
    await ended
    expect(said().at(-1)).toBe('first')
    expect(existsSync(join(parent, 'target'))).toBe(false)
    expect(unfinished()).toEqual([])
    await removeFolder(join(parent, 'target'), () => {})
  })
})

describe('removeUnfinished', () => {
  it('finds nothing where nothing was ever made', async () => {
    expect(await removeUnfinished(join(parent, 'nowhere'))).toBe(0)
  })
})
