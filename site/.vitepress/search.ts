/** Search in the page, by language, words of Chinese included. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import MiniSearch from 'minisearch'
import {
  createMarkdownRenderer,
  type DefaultTheme,
  type MarkdownRenderer,
  type Plugin,
  type SiteConfig,
} from 'vitepress'
import type { PageEnv } from '../markdown/lesson.ts'
import { tokenize } from '../theme/search.ts'

type Options = NonNullable<DefaultTheme.LocalSearchOptions>
type Words = NonNullable<Options['translations']>

const words = (text: {
  search: string
  reset: string
  back: string
  none: string
  select: string
  navigate: string
  close: string
}): { translations: Words } => ({
  translations: {
    button: { buttonText: text.search, buttonAriaLabel: text.search },
    modal: {
      resetButtonTitle: text.reset,
      backButtonTitle: text.back,
      noResultsText: text.none,
      footer: {
        selectText: text.select,
        selectKeyAriaLabel: 'Enter',
        navigateText: text.navigate,
        navigateUpKeyAriaLabel: '↑',
        navigateDownKeyAriaLabel: '↓',
        closeText: text.close,
        closeKeyAriaLabel: 'Esc',
      },
    },
  },
})

export const searchOptions: Options = {
  detailedView: false,
  // How it cuts text into words is given to the page by the theme: a function in here would reach it as text to evaluate,
  // which its Content-Security-Policy forbids.
  locales: {
    root: words({
      search: 'Search',
      reset: 'Clear',
      back: 'Close',
      none: 'Nothing found for',
      select: 'to open',
      navigate: 'to move',
      close: 'to close',
    }),
    ru: words({
      search: 'Поиск',
      reset: 'Очистить',
      back: 'Закрыть',
      none: 'Ничего не найдено по запросу',
      select: 'открыть',
      navigate: 'выбрать',
      close: 'закрыть',
    }),
    zh: words({
      search: '搜索',
      reset: '清除',
      back: '关闭',
      none: '没有找到',
      select: '打开',
      navigate: '选择',
      close: '关闭',
    }),
    fr: words({
      search: 'Rechercher',
      reset: 'Effacer',
      back: 'Fermer',
      none: 'Aucun résultat pour',
      select: 'ouvrir',
      navigate: 'choisir',
      close: 'fermer',
    }),
  },
}

/**
 * VitePress sorts pages into languages by where their files lie, which here is beside each other: it would find one language
 * only. This makes the indexes in its place, and the list of them, by where the pages lie on the site.
 */
export function searchByLanguage(): Plugin {
  const INDEX = '@localSearchIndex'
  let config: SiteConfig
  let indexes: Promise<Map<string, MiniSearch>> | undefined
  return {
    name: 'labwright:search',
    enforce: 'pre',
    configResolved(resolved) {
      config = (resolved as unknown as { vitepress: SiteConfig }).vitepress
    },
    async load(id) {
      const at = id.indexOf(INDEX)
      if (at === -1) return undefined
      const locale = id.slice(at + INDEX.length)
      indexes ??= makeIndexes(config)
      if (locale) return `export default ${JSON.stringify(JSON.stringify((await indexes).get(locale) ?? {}))}`
      const each = [...(await indexes).keys()].map((key) => `${key}: () => import('${INDEX}${key}')`)
      return `export default { ${each.join(', ')} }`
    },
  }
}

async function makeIndexes(config: SiteConfig): Promise<Map<string, MiniSearch>> {
  const md = await createMarkdownRenderer(config.srcDir, config.markdown, config.site.base, config.logger)
  const indexes = new Map<string, MiniSearch>()
  for (const page of config.pages) {
    const address = config.rewrites.map[page] ?? page
    const locale = Object.keys(config.site.locales).find((key) => address.startsWith(`${key}/`)) ?? 'root'
    const index =
      indexes.get(locale) ??
      new MiniSearch({ fields: ['title', 'titles', 'text'], storeFields: ['title', 'titles'], tokenize })
    indexes.set(locale, index)
    const url = config.site.base + address.replace(/(^|\/)index\.md$/, '$1').replace(/\.md$/, '')
    const html = await render(join(config.srcDir, page), md)
    for (const { anchor, ...words } of sections(html)) index.add({ id: `${url}#${anchor}`, ...words })
  }
  return indexes
}

async function render(file: string, md: MarkdownRenderer): Promise<string> {
  const env: PageEnv = { path: file, forSearch: true }
  return md.render(await readFile(file, 'utf8'), env)
}

/** A page cut at its headings. */
function sections(html: string): { anchor: string; title: string; titles: string[]; text: string }[] {
  const parts = html.split(/<h([1-6]) id="([^"]*)"[^>]*>([\s\S]*?)<\/h\1>/)
  const above: string[] = []
  const found = []
  for (let at = 1; at + 3 < parts.length; at += 4) {
    const depth = Number(parts[at])
    const title = plain(parts[at + 2]!.replace(/<a class="header-anchor"[\s\S]*$/, ''))
    above.splice(depth - 1)
    found.push({ anchor: parts[at + 1]!, title, titles: above.filter(Boolean), text: plain(parts[at + 3]!) })
    above[depth - 1] = title
  }
  return found
}

const plain = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim()
