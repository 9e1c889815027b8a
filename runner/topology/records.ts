/** What `script.ts` prints, taken apart. Whatever is not as expected is left out: a picture of most is better than none. */

export interface Records {
  /** Device and inode of the machine's own network namespace. */
  own: { device: string; inode: string }
  hostname: string
  /** Files through which namespaces can be entered; those that are no namespace are left out. */
  places: { inode: string; path: string }[]
  processes: Process[]
  namespaces: {
    inode: string
    links: RawLink[]
    known: Map<number, string>
    routes: string[]
    sockets: string[]
  }[]
  containers: { id: string; name: string }[]
  networks: { id: string; name: string }[]
}

export interface Process {
  pid: number
  command: string
  /** Clock ticks since boot. */
  started: number
  /** The id of the container that it is in, or empty. */
  container: string
}

/** A link as `ip -j -d addr` prints it. */
export interface RawLink {
  ifindex: number
  ifname: string
  flags?: string[]
  link_type?: string
  address?: string
  master?: string
  /** The other end or the lower link, by name where it is in the same namespace, else by index. */
  link?: string
  link_index?: number
  link_netnsid?: number
  linkinfo?: { info_kind?: string }
  addr_info?: { local?: string; prefixlen?: number; scope?: string }[]
}

export const parseRecords = (text: string): Records => {
  const bodies = new Map<string, string[]>()
  for (const record of text.split('\x1e').slice(1)) {
    const [title = '', ...lines] = record.split('\n')
    bodies.set(title, lines.filter(Boolean))
  }
  const [own = '', hostname = ''] = bodies.get('own') ?? []
  const [device = '', inode = ''] = own.split(' ')
  const daemon = (bodies.get('docker') ?? []).flatMap(parseArray) as {
    Id?: string
    Name?: string
    Names?: string[]
  }[]
  return {
    own: { device, inode },
    hostname,
    places: (bodies.get('places') ?? []).flatMap((line) => {
      const [, itsDevice, itsInode = '', path = ''] = /^(\d+) (\d+) (.+)$/.exec(line) ?? []
      return itsDevice === device ? [{ inode: itsInode, path }] : []
    }),
    processes: (bodies.get('processes') ?? []).flatMap(parseProcess),
    namespaces: [...bodies.keys()].flatMap((title) => {
      const itsInode = /^links (\d+)$/.exec(title)?.[1]
      return itsInode ? parseNamespace(itsInode, bodies) : []
    }),
    containers: daemon.flatMap(({ Id, Names }) =>
      Id && Names?.[0] ? [{ id: Id, name: Names[0].replace(/^\//, '') }] : [],
    ),
    networks: daemon.flatMap(({ Id, Name }) => (Id && Name ? [{ id: Id, name: Name }] : [])),
  }
}

/** None where it vanished before it could be asked. */
const parseNamespace = (inode: string, bodies: Map<string, string[]>): Records['namespaces'] => {
  const [links = [], known = []] = (bodies.get(`links ${inode}`) ?? []).map(parseArray)
  const found = (links as RawLink[]).filter(({ ifindex, ifname }) => ifindex && ifname)
  if (found.length === 0) return []
  return [
    {
      inode,
      links: found,
      known: new Map(
        (known as { nsid?: number; name?: string }[]).flatMap(({ nsid, name }) =>
          nsid !== undefined && name ? [[nsid, name] as const] : [],
        ),
      ),
      routes: (bodies.get(`routes ${inode}`) ?? []).map((line) => line.trim()),
      sockets: bodies.get(`sockets ${inode}`) ?? [],
    },
  ]
}

const parseArray = (json: string): object[] => {
  try {
    const value: unknown = JSON.parse(json)
    return Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null) : []
  } catch {
    return []
  }
}

/** The command stands in brackets and may hold blanks and brackets itself. Source: proc(5), `/proc/PID/stat`. */
const parseProcess = (line: string): Process[] => {
  const [, pid, command = '', rest = ''] = /^(\d+) \((.*)\) (.*)$/.exec(line) ?? []
  if (!pid) return []
  const fields = rest.split(' ')
  return [
    {
      pid: Number(pid),
      command,
      started: Number(fields[19]),
      container: /^[0-9a-f]{64}$/.exec(fields.at(-1)!)?.[0] ?? '',
    },
  ]
}
