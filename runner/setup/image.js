// @ts-check
import { join } from 'node:path'
import { run } from './run.js'
import { SetupError } from './setup-error.js'
import { typescript } from './typescript.js'

/**
 * The work of building the image that machines start from; undefined where it is built.
 * @param {{npmPackages: boolean}} have whether the npm packages are there: without them nobody can tell
 * @returns {Promise<import('./prepare.js').Work | undefined>}
 */
export const imageWork = async (have) => {
  if (have.npmPackages && (await isBuilt())) return undefined
  return {
    title: 'image',
    lines: [
      'what machines start from: a Debian with Docker, network tools and six container images',
      `400 MB to download, 1.1 GB in the cache directory, two minutes${have.npmPackages ? '' : ', unless it is there already'}`,
    ],
    run: async (detail, signal) => {
      if (!(await isBuilt())) await build(detail, signal)
    },
  }
}

const isBuilt = async () => {
  const { findImage } = await image()
  return (await findImage()) !== undefined
}

/** What the rest of Labwright, which is TypeScript, says of images. */
const image = () =>
  typescript(async () => {
    const { findImage } = await import('../machine/image/image.ts')
    return { findImage }
  })

/**
 * @param {(detail: string) => void} detail
 * @param {AbortSignal} signal
 */
const build = async (detail, signal) => {
  const argv = [process.execPath, join(import.meta.dirname, 'build-image.js')]
  const { ok, output } = await run(argv, { signal, onLine: detail }).catch(async (reason) => {
    await run([...argv, 'clean'])
    throw reason
  })
  if (ok) return
  throw new SetupError(
    `The image could not be built. The last that was said:\n\n${output
      .trim()
      .split('\n')
      .slice(-8)
      .map((line) => `  ${line}`)
      .join('\n')}\n`,
    'npx labwright doctor says what this computer lacks; npx labwright image build tries again.',
  )
}
