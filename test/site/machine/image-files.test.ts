import { describe, expect, it } from 'vitest'
import { FileError, ImageFiles } from '../../../site/theme/machine/image-files.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

/** Files behind a host that answers as it is told to. */
const hosted = (answer: (address: string) => Response | Promise<Response>, stall = 50) => {
  const kept = new Map<string, Response>()
  const asked: string[] = []
  const heard = { kept: 0, loaded: 0 }
  const files = new ImageFiles({
    folder: 'https://host/machine/plain/',
    cache: {
      match: async (address) => kept.get(String(address))?.clone(),
      put: async (address, response) => void kept.set(String(address), response),
    },
    sizes: new Map([['state-1', 5]]),
    listener: {
      begins: () => {},
      kept: (count) => {
        heard.kept += count
      },
      loaded: (count) => {
        heard.loaded += count
      },
    },
    fetch: async (address) => {
      asked.push(String(address))
      return answer(String(address))
    },
    pause: 1,
    stall,
  })
  return { files, kept, asked, heard }
}

describe('a file of an image', () => {
  it('is asked for once, and kept', async () => {
    const { files, asked, heard } = hosted(() => new Response(bytes('12345')))
    const [one, two] = await Promise.all([files.read('state-1'), files.read('state-1')])
    expect(one).toEqual(bytes('12345'))
    expect(two).toBe(one)
    expect(await files.read('state-1')).toEqual(bytes('12345'))
    expect(asked).toEqual(['https://host/machine/plain/state-1'])
    expect(heard).toEqual({ kept: 5, loaded: 5 })
  })

  it('is asked for again where something else was kept in its place', async () => {
    const { files, kept, asked } = hosted(() => new Response(bytes('12345')))
    kept.set('https://host/machine/plain/state-1', new Response('<html>nothing</html>'))
    expect(await files.read('state-1')).toEqual(bytes('12345'))
    expect(await files.read('state-1')).toEqual(bytes('12345'))
    expect(asked).toHaveLength(1)
  })

  it('is asked for again where the network stumbles, and counted once', async () => {
    let times = 0
    const { files, heard } = hosted(() => {
      if (++times < 3) throw new TypeError('failed to fetch')
      return new Response(bytes('12345'))
    })
    await files.read('state-1')
    expect(times).toBe(3)
    expect(heard.loaded).toBe(5)
  })

  it('is asked for again where it stops on its way', async () => {
    let times = 0
    const { files, heard } = hosted(() => {
      const whole = ++times > 2
      return new Response(
        new ReadableStream({
          start: (stream) => {
            stream.enqueue(bytes(whole ? '12345' : '123'))
            if (whole) stream.close()
          },
        }),
      )
    })
    expect(await files.read('state-1')).toEqual(bytes('12345'))
    expect(times).toBe(3)
    expect(heard.loaded).toBe(5)
  })

  it('waits for its turn for as long as others come', async () => {
    const slow = hosted(async () => {
      const turn = slow.asked.length
      for (let waited = 0; waited < turn; waited++) await new Promise((resolve) => setTimeout(resolve, 400))
      return new Response(bytes('12345'))
    }, 1000)
    const names = Array.from({ length: 4 }, (_, at) => `file-${at}`)
    await Promise.all(names.map((name) => slow.files.read(name)))
    expect(slow.asked).toHaveLength(4)
  })

  it('is given up where nothing answers', async () => {
    const { files, asked } = hosted(() => new Promise(() => {}))
    await expect(files.read('state-1')).rejects.toMatchObject({ name: 'FileError', why: 'network' })
    expect(asked).toHaveLength(3)
  })

  it('is given up where the network stays away', async () => {
    const { files } = hosted(() => {
      throw new TypeError('failed to fetch')
    })
    await expect(files.read('state-1')).rejects.toMatchObject({ name: 'FileError', why: 'network' })
  })

  it.each([
    ['is not there', () => new Response('', { status: 404 })],
    ['is another page, as hosts answer what they do not have', () => new Response('<html>nothing</html>')],
  ])('is not taken where it %s, and not asked for again', async (_, answer) => {
    const { files, asked, kept } = hosted(answer)
    const error = await files.read('state-1').catch((cause) => cause)
    expect(error).toBeInstanceOf(FileError)
    expect(error.why).toBe('image')
    expect(asked).toHaveLength(1)
    expect(kept.size).toBe(0)
  })

  it('is had also where the browser has no room to keep it', async () => {
    const { files } = hosted(() => new Response(bytes('12345')))
    const full = new ImageFiles({
      folder: 'https://host/',
      cache: {
        match: async () => undefined,
        put: () => Promise.reject(new DOMException('full', 'QuotaExceededError')),
      },
      sizes: new Map(),
      fetch: async () => new Response(await files.read('state-1')),
    })
    expect(await full.read('other')).toEqual(bytes('12345'))
  })
})
