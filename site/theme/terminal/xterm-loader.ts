/** xterm.js and its add-ons, loaded when the first terminal is shown. */
export async function loadXterm() {
  const [{ Terminal }, { FitAddon }, { WebLinksAddon }, { SearchAddon }] = await Promise.all([
    import('@xterm/xterm'),
    import('@xterm/addon-fit'),
    import('@xterm/addon-web-links'),
    import('@xterm/addon-search'),
    import('@xterm/xterm/css/xterm.css'),
  ])
  return { Terminal, FitAddon, WebLinksAddon, SearchAddon }
}

export type Xterm = Awaited<ReturnType<typeof loadXterm>>
