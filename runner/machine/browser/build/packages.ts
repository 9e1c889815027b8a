/** What a browser machine is made of: the one list, as Debian's `i386`, with a kernel that needs no more than v86 has. */
import { MACHINE_PACKAGES } from '../../image/packages.ts'

/** What v86 is: a 32-bit PC. */
export const ARCHITECTURE = 'i386'

/** Unpacked beside the image: the kernel, and what a PC has built in. */
export const SYSTEM_PACKAGES = ['linux-image-686', 'seabios']

/** What Docker is made of is for the image that has it. Its runtime is crun: runc takes seconds to start there. */
export const packagesOf = (docker: boolean): string[] =>
  docker ? [...MACHINE_PACKAGES, 'crun'] : MACHINE_PACKAGES.filter((name) => name !== 'docker.io')

/** Without these the disk can't be read; all others are on the disk. */
export const BOOT_MODULES = ['ata_piix', 'sd_mod', 'virtio_pci', 'virtio_console', 'squashfs', 'overlay']

/** Folders and files of the kernel's modules that are on the disk: networks, namespaces, file systems. */
export const DISK_MODULES = [
  ...['net/802', 'net/8021q', 'net/bridge', 'net/core', 'net/ipv4', 'net/ipv6', 'net/llc', 'net/netfilter'],
  ...['net/packet', 'net/sched', 'net/unix', 'lib', 'fs/overlayfs', 'fs/squashfs', 'fs/fuse'],
  ...['drivers/net/bonding', 'drivers/net/ipvlan', 'drivers/net/vxlan', 'drivers/net/wireguard'],
  ...['dummy', 'geneve', 'ifb', 'macvlan', 'macvtap', 'nlmon', 'tap', 'tun', 'veth', 'vrf'].map(
    (name) => `drivers/net/${name}.ko`,
  ),
  // nft and iptables ask for the first one, whichever rule it is.
  'crypto/crc32c_generic.ko',
]
