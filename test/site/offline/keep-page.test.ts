import { describe, expect, it } from 'vitest'
import { cacheNames } from '../../../site/theme/machine/cache-names.ts'
import { imageFiles, pageFiles } from '../../../site/theme/offline/everything.ts'
import { assetsIn, keepPage } from '../../../site/theme/offline/keep-page.ts'

const SITE = 'https://host/course/'
const HTML =
  '<head><link rel="modulepreload" href="/course/assets/veth.lean.js"><script type="module" src="/course/assets/app.js"></script><link rel="icon" href="/course/icon.svg"></head>'

const kept = (missing: string[] = []) => {
  const addresses: string[] = []
  return {
    addresses,
    cache: {
      match: async (address: RequestInfo | URL) =>
        addresses.includes(String(address)) ? new Response() : undefined,
      put: async (address: RequestInfo | URL) => void addresses.push(String(address)),
      add: async (address: RequestInfo | URL) => {
        if (missing.includes(String(address))) throw new TypeError('not there')
        addresses.push(String(address))
      },
    },
  }
}

describe('a page that was visited', () => {
  it('is kept with the scripts that it names, and those that were loaded', async () => {
    const { addresses, cache } = kept()
    const loaded = [`${SITE}assets/veth.js`, `${SITE}machine/plain/state-1`, 'https://other/assets/x.js']
    await keepPage(`${SITE}veth/`, SITE, loaded, cache, async () => new Response(HTML))
    expect(addresses).toEqual([
      `${SITE}veth/`,
      `${SITE}assets/veth.lean.js`,
      `${SITE}assets/app.js`,
      `${SITE}assets/veth.js`,
    ])
  })

  it('is kept as far as it can be had', async () => {
    const { addresses, cache } = kept([`${SITE}assets/veth.lean.js`])
    await keepPage(`${SITE}veth/`, SITE, [], cache, async () => new Response(HTML))
    expect(addresses).toEqual([`${SITE}veth/`, `${SITE}assets/app.js`])
  })

  it('is not kept where there is none', async () => {
    const { addresses, cache } = kept()
    await keepPage(`${SITE}veth/`, SITE, [], cache, async () => new Response('', { status: 404 }))
    expect(addresses).toEqual([])
  })

  it('names what it is made of', () => {
    expect(assetsIn(HTML)).toEqual([
      '/course/assets/veth.lean.js',
      '/course/assets/app.js',
      '/course/icon.svg',
    ])
  })
})

describe('all of a site', () => {
  const names = cacheNames('/course/')

  it('is its pages, and the images with all their parts', () => {
    expect(pageFiles({ files: [['veth/', 5]] }, SITE, names)).toEqual([
      { address: `${SITE}veth/`, cache: 'labwright /course/ pages', bytes: 5 },
    ])
    const file = (name: string) => ({ name, bytes: 1 })
    const image = {
      key: 'abc',
      v86: '1',
      kernel: '6',
      docker: '20',
      hasDocker: false,
      memory: 1,
      wasm: file('v86'),
      state: { bytes: 1, part: 1, parts: [file('state')] },
      disk: { bytes: 1, part: 1, parts: [file('disk')] },
    }
    const files = imageFiles(image, 'plain', SITE, names)
    expect(files.map(({ address }) => address.slice(SITE.length))).toEqual([
      'machine/plain/v86',
      'machine/plain/state',
      'machine/plain/disk',
      'machine/plain/image.json',
    ])
    expect(new Set(files.map(({ cache }) => cache))).toEqual(new Set(['labwright /course/ image abc']))
  })
})
