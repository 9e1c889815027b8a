import { describe, expect, it } from 'vitest'
import { lackOf } from '../../../site/theme/machine/abilities.ts'
import { offerFor } from '../../../site/theme/machine/offer.ts'
import type { SiteImage } from '../../../site/theme/machine/site-image.ts'

const image = (key: string): SiteImage => ({ key, first: 1, firstFiles: [], all: 2 })
const plain = image('plain')
const docker = image('docker')

describe('a machine in the page', () => {
  it('is none on a site that was built without', () => {
    expect(offerFor(['netns'], {}, undefined)).toEqual({ kind: 'none' })
    expect(offerFor(['two-machines'], {}, 'wasm')).toEqual({ kind: 'none' })
  })

  it('is the small one for a lab that needs no Docker, the large one for one that does', () => {
    expect(offerFor(['netns', 'root'], { plain, docker }, undefined)).toEqual({
      kind: 'machine',
      name: 'plain',
      image: plain,
    })
    expect(offerFor(['docker'], { plain, docker }, undefined)).toMatchObject({
      name: 'docker',
      image: docker,
    })
  })

  it('is not offered where the site has none with Docker, nor where a lab needs two', () => {
    expect(offerFor(['docker'], { plain }, undefined)).toEqual({ kind: 'docker' })
    expect(offerFor(['docker', 'two-machines'], { plain, docker }, undefined)).toEqual({
      kind: 'two-machines',
    })
  })

  it('is not offered where the browser lacks something, and says what', () => {
    expect(offerFor([], { plain }, 'memory')).toEqual({ kind: 'unable', lack: 'memory' })
  })
})

describe('a browser', () => {
  const able = { isSecureContext: true, WebAssembly: {}, Worker: {}, DecompressionStream: {} }

  it('can have a machine, also where it does not tell its memory', () => {
    expect(lackOf({ ...able, navigator: {} })).toBeUndefined()
    expect(lackOf({ ...able, navigator: { deviceMemory: 2 } })).toBeUndefined()
  })

  it('says what it lacks', () => {
    expect(lackOf({ ...able, isSecureContext: false })).toBe('secure')
    expect(lackOf({ ...able, WebAssembly: undefined })).toBe('wasm')
    expect(lackOf({ ...able, Worker: undefined })).toBe('worker')
    expect(lackOf({ ...able, navigator: { deviceMemory: 1 } })).toBe('memory')
  })
})
