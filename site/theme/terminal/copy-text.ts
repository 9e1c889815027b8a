/** Puts text on the clipboard. Call it while the learner presses something: browsers want that. */
export function copyText(text: string): void {
  // Over plain HTTP from another computer there is no clipboard to write to.
  if (navigator.clipboard) navigator.clipboard.writeText(text).catch(() => {})
  else copyBySelection(text)
}

function copyBySelection(text: string): void {
  const before = document.activeElement
  const area = document.createElement('textarea')
  area.value = text
  area.style.position = 'fixed'
  area.style.opacity = '0'
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
  if (before instanceof HTMLElement) before.focus()
}
