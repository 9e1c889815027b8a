/** What of a topology is worth showing, in a picture as in a text. */
import type { Link, Namespace } from '../../../runner/topology/topology.ts'

/** A loopback has nothing to say unless somebody listens on it. */
export const linksShown = ({ links, listening }: Namespace): Link[] => {
  const used = listening.some((each) => /^(127\.|\[::1\])/.test(each.address) && !isDockersName(each))
  return links.filter(({ kind }) => kind !== 'loopback' || used)
}

/** Without those that each link gives itself (RFC 4291, link-local). */
export const addressesShown = ({ addresses }: Link): string[] =>
  addresses.filter((address) => !address.startsWith('fe80:'))

/** `tcp 80 nginx`, once for IPv4 and IPv6. Docker's own server of names in each container is left out. */
export const portsShown = ({ listening }: Namespace): string[] => [
  ...new Set(
    listening
      .filter((each) => !isDockersName(each))
      .map(({ protocol, port, program }) => `${protocol} ${port} ${program}`.trim()),
  ),
]

const isDockersName = ({ address, program }: Namespace['listening'][number]): boolean =>
  address === '127.0.0.11' && (program === 'dockerd' || program === '')
