import { folder } from '../cli/labwright.ts'

/** A built site of three pages, with what VitePress puts into its own. Removed when the test ends. */
export const tinySite = (more: Record<string, string> = {}): string =>
  folder({
    'index.html':
      '<!doctype html><html><head><title>Home</title><script id="dark">document.x = 1</script></head><body><script type="module" src="/assets/app.AbCd1234.js"></script></body></html>',
    '404.html': '<!doctype html><html><head><title>No</title></head><body>nothing here</body></html>',
    'one/index.html': '<!doctype html><html><head></head><body>lab one</body></html>',
    'about.html': '<!doctype html><html><head></head><body>about</body></html>',
    'assets/app.AbCd1234.js': 'export {}',
    'hashmap.json': '{}',
    '.sources': 'hidden',
    ...more,
  })
