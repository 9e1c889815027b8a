import { labwright } from 'labwright/vitest'
import { defineConfig } from 'vitest/config'

/** `npm run labs`: the course, a test for each step. */
export default defineConfig({ plugins: [labwright()] })
