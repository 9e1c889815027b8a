import { describe, expect, it } from 'vitest'
import { findElsewhere } from './elsewhere.ts'

const without = (capability: string): string[] => ['setpriv', `--bounding-set=-${capability}`, '--']

describe.runIf(process.getuid?.() === 0)('examineKernel', () => {
  it('names the namespaces that are refused', () => {
    const findings = findElsewhere(without('sys_admin'), 'kernel.ts', 'examineKernel()')
    expect(findings).toEqual([
      {
        name: 'namespaces',
        ok: false,
        detail: 'refused: mount, net, pid, uts, ipc, cgroup',
        mend: expect.stringContaining('--privileged'),
      },
    ])
  })

  it('fails where a machine could have no network, and only warns of what some labs need', () => {
    const findings = findElsewhere(without('net_admin'), 'kernel.ts', 'examineKernel()')
    const found = Object.fromEntries(findings.map(({ name, ...finding }) => [name, finding]))
    expect(found.veth).toMatchObject({ ok: false, mend: 'modprobe -a veth' })
    expect(found.veth?.detail).toContain('Operation not permitted')
    expect(found.vxlan).toMatchObject({ ok: 'warning', mend: 'modprobe -a vxlan' })
    expect(found.overlayfs).toMatchObject({ ok: true })
  })

  it('leaves NAT open as long as there is no image to try it in', () => {
    const findings = findElsewhere([], 'kernel.ts', 'examineKernel()')
    expect(findings.find(({ name }) => name === 'nat')).toMatchObject({
      ok: 'warning',
      mend: 'npx labwright image build',
    })
  })
})
