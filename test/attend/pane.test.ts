import { describe, expect, it } from 'vitest'
import { Pane } from '../../runner/attend/pane.ts'

describe('Pane', () => {
  it('forgets what stood on the screen before it was cleared, and queries that must not be asked twice', () => {
    const pane = new Pane({ name: 'host' } as Pane['terminal'])
    pane.take('old\x1b[H\x1b[2Jhost$ \x1b[6n')
    expect(pane.line).toBe('host$ ')
    pane.take('\x1b[?1049h')
    expect(pane.alternate).toBe(true)
    pane.take('\x1b[?1049l')
    expect(pane.alternate).toBe(false)
  })
})
