import { commandsOf, type Rule } from './rule.ts'

/** A terminal goes on after its shell ends, in a new one: what the old one knew (variables, the folder) is lost unseen. */
export const ownShell: Rule = {
  name: 'own-shell',
  severity: 'warning',
  *find(lab) {
    /** How many shells each terminal is inside of. */
    const depths = new Map<string, number>()
    for (const { text, prompt, terminal, position, enters } of commandsOf(lab)) {
      const inside = depths.get(terminal) ?? 0
      const ends = /^\s*(exit|logout)\b/.test(text)
      // Back at the terminal's own prompt, however that came about.
      const depth = prompt === terminal && !ends && !enters ? Math.min(inside, 1) : inside
      if (depth === 0 && (ends || /^\s*(exec\s+[^<>\s&\d]|set\s+-\w*e)/.test(text))) {
        yield {
          position,
          message: `\`${text.split('\n')[0]}\` ends the shell of terminal ${terminal}, or may end it soon: what it knows (variables, its folder) is lost.`,
          mend: 'Put it into a shell of its own, `bash -c …` or `( … )`, or leave it out.',
        }
      }
      depths.set(terminal, ends ? Math.max(0, depth - 1) : depth + (enters ? 1 : 0))
    }
  },
}
