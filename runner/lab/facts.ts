import type { Requirement } from './lab.ts'

const HOST_FACTS = [
  'host.name',
  'host.ip',
  'host.cidr',
  'host.mac',
  'host.gateway',
  'host.lan',
  'docker.version',
  'kernel.version',
]
const BETA_FACTS = ['beta.name', 'beta.ip', 'beta.mac']

/** The facts that the machine of such a lab offers, as they stand in `{…}`. `host.lan` is its network. */
export const factsFor = (requires: readonly Requirement[]): string[] =>
  requires.includes('two-machines') ? [...HOST_FACTS, ...BETA_FACTS] : HOST_FACTS
