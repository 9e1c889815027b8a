// What `labwright/vitest` is. The sources are TypeScript and run as they are, for this one import: the rest of the
// process, which is another project's, stays as it was.
import { tsImport } from 'tsx/esm/api'

export const { labwright } = await tsImport('./plugin.ts', import.meta.url)
