import { createRequire } from 'node:module'
import { join } from 'node:path'
import { defineConfig, type PageData } from 'vitepress'
import { lessonPage } from '../markdown/lesson-page.ts'
import { pageOf } from '../markdown/links.ts'
import { lessonMarkdown } from '../markdown/plugin.ts'
import { labModules } from './lab-modules.ts'
import { locales } from './locales.ts'
import { copyMachineFiles, machineFiles } from './machine-files.ts'
import { writeOfflineFiles } from './offline-files.ts'
import { searchByLanguage, searchOptions } from './search.ts'

const site = join(import.meta.dirname, '..')
const base = process.env.LABWRIGHT_BASE ?? '/'

/** The labs as they are, each language a part of the site; what `labwright` runs is what a reader reads. */
export default defineConfig({
  title: 'Labwright',
  base,
  srcDir: '..',
  // Everything but labs/NAME/index*.md and site/pages/*.md.
  srcExclude: [
    '*.md',
    '!(labs|site)/**',
    'labs/*.md',
    'labs/*/!(index*).md',
    'labs/*/*/**',
    'site/!(pages)/**',
  ],
  rewrites: pageOf,
  outDir: join(site, '.vitepress/dist'),
  cacheDir: join(site, '.vitepress/cache'),
  cleanUrls: true,
  lastUpdated: false,
  ignoreDeadLinks: false,
  metaChunk: true,
  // Otherwise each page loads itself in the three other languages, which its menu links to, before anybody asks.
  router: { prefetchLinks: false },
  // A step that is gone to stands below what is fixed at the top.
  scrollOffset: ['.step-bar', '.VPNav'],
  head: [['link', { rel: 'icon', href: `${base}icon.svg`, type: 'image/svg+xml' }]],
  locales,
  // Braces in prose are values of the machine, not attributes; lessons hold no HTML.
  markdown: { html: false, attrs: { disable: true }, config: lessonMarkdown },
  transformPageData: (page: PageData) => lessonPage(page),
  async buildEnd({ outDir }) {
    await copyMachineFiles(outDir)
    await writeOfflineFiles(outDir)
  },
  vite: {
    publicDir: join(site, 'public'),
    plugins: [searchByLanguage(), labModules(), machineFiles()],
    // What draws a terminal out of sight names a module for bundlers that it does not have.
    resolve: { alias: { '@xterm/headless': createRequire(import.meta.url).resolve('@xterm/headless') } },
    worker: { format: 'es' },
    server: { fs: { allow: [join(site, '..')] } },
  },
  themeConfig: {
    logo: '/icon.svg',
    search: { provider: 'local', options: searchOptions },
    outline: false,
  },
})
