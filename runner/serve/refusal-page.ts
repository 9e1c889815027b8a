/** What is shown to a browser that has no token: how to get in, and nothing that helps to guess. */
export const REFUSAL_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Labwright: open it by its whole address</title>
<style>
  :root { color-scheme: light dark; font: 1.1rem/1.6 system-ui, sans-serif }
  body { max-width: 36rem; margin: 15vh auto; padding: 0 1rem }
  code { font-family: ui-monospace, monospace }
</style>
<h1>This address lacks its key</h1>
<p>Behind this page is a machine that does what it is told, so it opens only for who started it.</p>
<p>Look at the terminal in which <code>npm start</code> or <code>labwright serve</code> runs. It shows an address that
ends in <code>?token=…</code>: open that one, once in each browser. If the window is out of reach, stop the server and
start it again: it prints the same address, and your progress is kept.</p>
</html>
`
