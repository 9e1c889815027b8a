/**
 * The tab that a key leads to: arrows go round the ends, Home and End to them. Undefined for any other key.
 * Source: ARIA Authoring Practices Guide, Tabs Pattern.
 */
export const nextTab = <T>(tabs: readonly T[], current: T, key: string): T | undefined => {
  const at = tabs.indexOf(current)
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 }[key]
  return to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length]
}
