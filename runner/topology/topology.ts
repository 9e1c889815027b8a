/** A machine's networks as the kernel reports them: plain data for a picture, and for the text that stands for it. */
export interface Topology {
  namespaces: Namespace[]
  /** Two ends of one cable, or a link on top of another (a VLAN, macvlan, vxlan on its lower device). */
  cables: Cable[]
}

/** One network namespace. */
export interface Namespace {
  /** Stable while the namespace lives: the machine's name and the namespace's inode, `host:4026532281`. */
  id: string
  /** The machine that it is on: `host`, `beta`. */
  machine: string
  kind: 'host' | 'container' | 'named' | 'other'
  /** The machine's, the container's, or its name in /run/netns; else the process that lives in it. */
  name: string
  /** Containers that share it, by name. */
  containers: string[]
  links: Link[]
  /** As `ip route` prints them, the default route first. */
  routes: string[]
  /** Sockets that wait for connections. */
  listening: { protocol: 'tcp' | 'udp'; address: string; port: number; program: string }[]
}

/** A network interface. */
export interface Link {
  /** `<namespace id>/<ifindex>` */
  id: string
  name: string
  /** `loopback`, `ether`, or what `ip -d link` calls it: `veth`, `bridge`, `macvlan`, `vxlan`, … */
  kind: string
  up: boolean
  mac: string
  /** With the length of the prefix: `172.17.0.1/16`. */
  addresses: string[]
  /** The id of the bridge that it is plugged into. */
  master?: string
}

export interface Cable {
  kind: 'veth' | 'upper'
  /** Ids of links. */
  from: string
  to: string
}
