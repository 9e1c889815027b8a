import type { Process, Records } from './records.ts'
import type { Namespace } from './topology.ts'

type Name = Pick<Namespace, 'kind' | 'name' | 'containers'>

/**
 * What a namespace is called: by the machine, its containers, its name in /run/netns, Docker's use of it, or its oldest
 * process, in this order.
 * @returns undefined for one that is no learner's business: Docker prepares it, or has left it behind
 */
export const nameOf = (inode: string, records: Records): Name | undefined => {
  const paths = records.places.filter((place) => place.inode === inode).map(({ path }) => path)
  const living = records.processes
    .filter(({ pid }) => paths.includes(`/proc/${pid}/ns/net`))
    .sort((a, b) => a.started - b.started || a.pid - b.pid)
  const containers = containersOf(living, records)
  if (inode === records.own.inode) return { kind: 'host', name: records.hostname || 'host', containers }
  if (containers[0]) return { kind: 'container', name: containers[0], containers }
  const named = inFolder(paths, '/run/netns')
  if (named) return { kind: 'named', name: named, containers }
  const sandbox = inFolder(paths, '/run/docker/netns')
  const use = sandbox && sandboxName(sandbox, records)
  if (use) return { kind: 'other', name: use, containers }
  // Between its making and the container's first process it is held by runc alone.
  const oldest = living.find(({ command }) => !/^(runc|exe$|dockerd|containerd)/.test(command))
  return oldest && { kind: 'other', name: oldest.command, containers }
}

/** Names of the containers whose first process lives there: others of its processes may have gone elsewhere. */
const containersOf = (living: Process[], { processes, containers }: Records): string[] => {
  const ids = new Set(living.map(({ container }) => container).filter(Boolean))
  return [...ids].flatMap((id) => {
    const all = processes.filter(({ container }) => container === id)
    const first = all.reduce((a, b) =>
      b.started < a.started || (b.started === a.started && b.pid < a.pid) ? b : a,
    )
    if (!living.includes(first) || first.command.startsWith('runc')) return []
    // Without a name where the daemon had no time to answer.
    return [containers.find((container) => container.id === id)?.name ?? id.slice(0, 12)]
  })
}

const inFolder = (paths: string[], folder: string): string | undefined =>
  paths.find((path) => path.startsWith(`${folder}/`))?.slice(folder.length + 1)

/** Docker's overlay networks have namespaces of their own, named by the first characters of the network's id. */
const sandboxName = (file: string, { networks }: Records): string | undefined => {
  const network = (start: string) => networks.find(({ id }) => id.startsWith(start))?.name ?? start
  const [, balancer, overlay] = /^(?:lb_(\w+)|\d+-(\w+))$/.exec(file) ?? []
  if (balancer) return `load balancer ${network(balancer)}`
  if (overlay) return `overlay ${network(overlay)}`
  return file === 'ingress_sbox' ? 'load balancer ingress' : undefined
}
