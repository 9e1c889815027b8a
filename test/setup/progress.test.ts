import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { onTerminal } from './on-terminal.ts'

const script = (work: string): string => `
  import { inSight } from ${JSON.stringify(join(import.meta.dirname, '../../runner/setup/progress.js'))}
  await inSight('image', new AbortController().signal, async (detail) => {
    detail('packages')
    await new Promise((resolve) => setTimeout(resolve, 150))
    ${work}
  }).catch(() => {})
`

describe('inSight', () => {
  it('prints plain lines on standard error where there is no terminal', () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script('')], {
      encoding: 'utf8',
    })
    expect(stderr).toBe('  image …\n  image: packages\n✓ image 0 s\n')
    expect(stdout).toBe('')
  })

  it('marks work that failed', () => {
    const { stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script('throw 1')], {
      encoding: 'utf8',
    })
    expect(stderr).toMatch(/^✗ image 0 s$/m)
  })

  it('moves one line on a terminal, and leaves one behind', async () => {
    const printed = await onTerminal(script(''))
    expect(printed).toMatch(/⠋ image 0 s: packages/)
    expect(printed.match(/\n/g)).toHaveLength(1)
    expect(printed).toContain('\x1b[32m✓')
  })

  it('prints no colour where NO_COLOR is set', async () => {
    const printed = await onTerminal(script(''), { env: { NO_COLOR: '1' } })
    expect(printed).toContain('✓ image')
    expect(printed).not.toMatch(/\x1b\[\d+m/)
  })
})
