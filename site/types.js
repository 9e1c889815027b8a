// @ts-check
/** The types of the page's components: vue-tsc, which needs a TypeScript written in JavaScript. */
import { createRequire } from 'node:module'
import { run } from 'vue-tsc'

process.argv.push('--noEmit', '--project', `${import.meta.dirname}/tsconfig.json`)
run(createRequire(import.meta.url).resolve('typescript-for-vue/lib/tsc'))
