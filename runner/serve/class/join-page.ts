import { html } from 'hono/html'
import { NAME_LIMIT } from '../../class/events.ts'
import { JOIN_WORDS, type Language } from './join-words.ts'

/** What the page allows itself: its own style, and to be sent to this server. */
export const JOIN_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

export interface JoinForm {
  language: Language
  /** Of the class. */
  title: string
  code: string
  name: string
  /** What is the matter with what was sent last; empty where nothing is. */
  trouble: string
  asksSecret: boolean
}

const STYLE = `
  :root { color-scheme: light dark; font: 1.05rem/1.5 system-ui, sans-serif }
  body { max-width: 26rem; margin: 10vh auto; padding: 0 1rem }
  h1 { font-size: 1.6rem; line-height: 1.2; overflow-wrap: anywhere }
  label { display: block; margin-top: 1.2rem; font-weight: 600 }
  input { box-sizing: border-box; width: 100%; margin-top: .3rem; padding: .6rem .7rem; font: inherit; border: 1px solid #8888; border-radius: .5rem }
  .code { font-family: ui-monospace, monospace; letter-spacing: .2em; text-transform: uppercase }
  small { display: block; margin-top: .3rem; opacity: .75; font-weight: 400 }
  button { width: 100%; margin-top: 1.6rem; padding: .7rem; font: inherit; font-weight: 600; color: #fff; background: #3451b2; border: 0; border-radius: .5rem }
  .trouble { padding: .6rem .8rem; border-radius: .5rem; background: #c0392b22; border: 1px solid #c0392b }
  nav { margin-top: 2rem; font-size: .9rem }
  nav a { margin-right: 1rem }
`

/** The page on which learners join: it works without a script, and asks nothing but this server. */
export const joinPage = (form: JoinForm) => {
  const words = JOIN_WORDS[form.language]
  return html`<!doctype html>
<html lang="${form.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.title}: ${form.title}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${form.title}</h1>
${form.trouble ? html`<p class="trouble" role="alert">${form.trouble}</p>` : ''}
<form method="post" action="/join?lang=${form.language}">
<label>${words.code}
<input class="code" name="code" value="${form.code}" required maxlength="20" autocomplete="off" autocapitalize="characters" spellcheck="false" ${form.code ? '' : 'autofocus'}></label>
<label>${words.name}
<input name="name" value="${form.name}" required maxlength="${2 * NAME_LIMIT}" autocomplete="name" ${form.code && !form.asksSecret ? 'autofocus' : ''}>
<small>${words.nameHelp}</small></label>
${
  form.asksSecret
    ? html`<label>${words.secret}
<input class="code" name="secret" maxlength="40" autocomplete="off" autocapitalize="characters" spellcheck="false" autofocus>
<small>${words.secretHelp}</small></label>`
    : ''
}
<button>${words.join}</button>
</form>
<nav aria-label="Language">${LANGUAGES.filter(([language]) => language !== form.language).map(
    ([language, name]) =>
      html`<a lang="${language}" href="/join?${new URLSearchParams({ lang: language, ...(form.code ? { code: form.code } : {}) }).toString()}">${name}</a>`,
  )}</nav>
</body>
</html>`
}

const LANGUAGES: [Language, string][] = [
  ['en', 'English'],
  ['ru', 'Русский'],
  ['zh', '简体中文'],
  ['fr', 'Français'],
]

/** What is shown where there is nothing to fill in. */
export const joinNotice = (language: Language, title: string, notice: string) => html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${title}</h1>
<p>${notice}</p>
</body>
</html>`
