import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitepress'

const labs = join(import.meta.dirname, '../../labs')

/** The labs as plain pages: what `labwright` runs is what a reader reads. */
export default defineConfig({
  title: 'Labwright',
  description: 'Markdown lessons that run.',
  srcDir: '../labs',
  srcExclude: ['**/index.??.md'],
  rewrites: { 'README.md': 'index.md' },
  outDir: '.vitepress/dist',
  cacheDir: '.vitepress/cache',
  // The blocks that run are no languages that a highlighter knows.
  markdown: { languageAlias: { console: 'shellsession', check: 'shellsession', question: 'shellsession' } },
  themeConfig: {
    sidebar: readdirSync(labs, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => ({ text: name, link: `/${name}/` })),
  },
})
