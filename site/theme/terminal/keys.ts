/** What a key means beside typing: the usual ones of terminals, and those of the system it is pressed on. */
export type KeyMeaning = 'copy' | 'paste' | 'search' | 'leave' | 'type'

export interface KeyPress {
  code: string
  key: string
  ctrlKey: boolean
  shiftKey: boolean
  altKey: boolean
  metaKey: boolean
}

/** Leaves a terminal, and goes back into it. No browser uses it, and a shell sees no more in it than Enter. */
export const LEAVE = { code: 'Enter', label: 'Ctrl+Shift+Enter' }

export function meaningOf(
  press: KeyPress,
  { selected, mac }: { selected: boolean; mac: boolean },
): KeyMeaning {
  const { code, key, ctrlKey: ctrl, shiftKey: shift, altKey: alt, metaKey: meta } = press
  if (alt) return 'type'
  // By what the key types, so that it works on every layout; by its place where it types no Latin letter.
  const letter = /^[a-z]$/i.test(key) ? key.toLowerCase() : code.replace(/^Key/, '').toLowerCase()
  if (ctrl && shift && !meta) {
    if (code === LEAVE.code) return 'leave'
    if (letter === 'c') return 'copy'
    if (letter === 'v') return 'paste'
    if (letter === 'f') return 'search'
  }
  if (ctrl && !shift && !meta && code === 'Insert') return 'copy'
  if (shift && !ctrl && !meta && code === 'Insert') return 'paste'
  if (mac && meta && !ctrl && !shift) {
    if (letter === 'c') return 'copy'
    if (letter === 'v') return 'paste'
    if (letter === 'f') return 'search'
  }
  if (!mac && ctrl && !shift && !meta && letter === 'c' && selected) return 'copy'
  return 'type'
}
