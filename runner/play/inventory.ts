/** What a lab left behind on a machine that lives on: its state before, held against its state after. */
import type { Machine } from '../machine/machine.ts'

/** Things that a machine has, by kind. */
export type Inventory = Record<string, string[]>

/** A script for each; those of a group are run as one, since to start a script takes a second where a VM is emulated. */
const GROUPS: readonly Record<string, string>[] = [
  // First: where Docker starts when it is first asked for, its bridge must stand before links are listed.
  {
    container: "docker ps --all --format '{{.Names}}' 2>/dev/null",
    'container network': "docker network ls --format '{{.Name}}' 2>/dev/null",
    volume: "docker volume ls --format '{{.Name}}' 2>/dev/null",
  },
  {
    'network namespace': "ip netns list 2>/dev/null | cut -d' ' -f1",
    link: "ip -o link 2>/dev/null | cut -d: -f2 | tr -d ' '",
    // Link-local addresses come and go with carriers, long after the lab.
    address: "ip -o addr show scope global 2>/dev/null | awk '{print $2, $4}'",
    route: "ip route 2>/dev/null | sed 's/ linkdown//'",
    'listening port': "ss -Htuln 2>/dev/null | awk '{print $1, $5}'",
    mount: "awk '{print $5}' /proc/self/mountinfo",
  },
]

/** Stands between lists, and in none: a control character. */
const SEPARATOR = '\x1e'

/** Milliseconds that a group may take where things are as quick as usual. Docker may have to start for it. */
const TIMEOUT = 30_000

/** Lists what a lab may change. A tool that is missing lists nothing. */
export const takeInventory = async (machine: Machine): Promise<Inventory> => {
  const inventory: Inventory = {}
  for (const lists of GROUPS) {
    const script = Object.values(lists).join("\nprintf '\\036'\n")
    const { stdout } = await machine.exec(script, { timeout: TIMEOUT * machine.pace })
    const printed = stdout.split(SEPARATOR)
    for (const [index, kind] of Object.keys(lists).entries())
      inventory[kind] = [...new Set(printed[index]?.split('\n').filter(Boolean))].sort()
  }
  return inventory
}

/** One line for each thing that came or went: `+ link veth0`, `- route default via …`. */
export const differences = (before: Inventory, after: Inventory): string[] =>
  GROUPS.flatMap((lists) => Object.keys(lists)).flatMap((kind) => [
    ...(after[kind] ?? []).filter((each) => !before[kind]?.includes(each)).map((each) => `+ ${kind} ${each}`),
    ...(before[kind] ?? []).filter((each) => !after[kind]?.includes(each)).map((each) => `- ${kind} ${each}`),
  ])
