/** How the search cuts and weighs words, in the index and in the page. */
import type { DefaultTheme, SiteData } from 'vitepress'

/** Cuts text into words; Chinese, which has no blanks, into its signs. */
export const tokenize = (text: string): string[] =>
  text.match(/[\u3400-\u9fff]|[^\s\u3000-\u303f\u3400-\u9fff\uff00-\uffef.,;:!?()[\]{}"'`«»“”‘’…=|<>]+/g) ??
  []

/** Has the search of the page cut words as its index does. */
export const tuneSearch = (site: SiteData<DefaultTheme.Config>): void => {
  const { search } = site.themeConfig
  if (search?.provider !== 'local') return
  search.options ??= {}
  search.options.miniSearch = {
    options: { tokenize },
    searchOptions: { tokenize, combineWith: 'AND', prefix: true, boost: { title: 4, titles: 2 } },
  }
}
