/** What the picture and its text need to be told in the reader's language. */
export interface PictureWords {
  label: string
  empty: string
  asText: string
  zoomIn: string
  zoomOut: string
  fit: string
  /** How to move about with the keyboard. */
  keys: string
  changed: string
  machine(name: string): string
  outside: string
  kinds: { host: string; container: string; named: string; other: string }
  /** The same for a corner of a box. */
  short: { host: string; container: string; named: string; other: string }
  up: string
  down: string
  sharedBy(names: string): string
  addresses(list: string): string
  noAddress: string
  pluggedInto(bridge: string): string
  cableTo(link: string, namespace: string): string
  onTopOf(link: string, namespace: string): string
  carries(link: string, namespace: string): string
  listens(ports: string): string
  routes(list: string): string
}
