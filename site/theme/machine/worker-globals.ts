/** What code that runs in our worker takes for granted. To be imported before all of it. */

// A browser that can't end things by itself yet: the bundler has those that do look for these names.
for (const name of ['dispose', 'asyncDispose'] as const)
  if (!(name in Symbol)) Object.defineProperty(Symbol, name, { value: Symbol.for(`Symbol.${name}`) })

// The terminal that is drawn out of sight takes whatever is not Node for a page (`'requestIdleCallback' in window`).
Object.defineProperty(globalThis, 'window', { value: globalThis })
