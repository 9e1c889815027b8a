import { afterEach, describe, expect, it, vi } from 'vitest'
import { examineCommands } from '../../runner/doctor/commands.ts'

afterEach(() => vi.unstubAllEnvs())

describe('examineCommands', () => {
  it('names each missing command, what it is needed for, and the package to install', () => {
    vi.stubEnv('PATH', '')
    expect(examineCommands(false)).toContainEqual({
      name: 'mmdebstrap',
      ok: false,
      detail: 'is missing; it is needed to build the image',
      mend: 'apt-get install --no-install-recommends mmdebstrap',
    })
  })

  it('only warns of what the image is built with once that is built', () => {
    vi.stubEnv('PATH', '')
    const findings = examineCommands(true)
    expect(findings.find(({ name }) => name === 'mmdebstrap')).toMatchObject({ ok: 'warning' })
    expect(findings.find(({ name }) => name === 'unshare')).toMatchObject({ ok: false })
  })
})
