// @ts-check
/**
 * Builds the image, or with `clean` removes what a build left that was stopped. In a process of its own, that can be
 * stopped with all it started.
 */
import { register } from 'tsx/esm/api'

register()

// Whoever stops us stops mmdebstrap too, which needs a moment to clear away what it has mounted and written.
process.on('SIGTERM', () => setTimeout(() => process.exit(143), 3000))

try {
  const { cleanBuilds, ensureImage } = await import('../machine/image/build.ts')
  if (process.argv[2] === 'clean') await cleanBuilds()
  else await ensureImage((what) => console.log(what))
  process.exit()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(3)
}
