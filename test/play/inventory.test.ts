import { expect, it } from 'vitest'
import { differences } from '../../runner/play/inventory.ts'

it('says what came and what went, kind by kind', () => {
  const before = { link: ['docker0', 'eth0'], route: ['default via 10.0.0.1'] }
  const after = { link: ['eth0', 'veth0'], route: ['default via 10.0.0.1'], mount: ['/mnt'] }
  expect(differences(before, after)).toEqual(['+ link veth0', '- link docker0', '+ mount /mnt'])
  expect(differences(before, before)).toEqual([])
})
