// @ts-check
/** Builds the image, in a process of its own: it may have to run as root, and can be stopped with all it started. */
import { register } from 'tsx/esm/api'

register()

// Whoever stops us stops mmdebstrap too, which needs a moment to clear away what it has mounted and written.
process.on('SIGTERM', () => setTimeout(() => process.exit(143), 3000))

try {
  const { ensureImage } = await import('../machine/image/build.ts')
  await ensureImage((what) => console.log(what))
  process.exit()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(3)
}
