#!/bin/sh
# Makes the inside of one scratch machine and becomes its process 1. Descriptor 3 is the LAN's network namespace.
#
#   LW_IMAGE    the image's folder: root/ (the file system), docker/ (container images), mount/ (empty)
#   LW_NAME     hostname
#   LW_ADDRESS  address on the LAN
#   LW_LAN      first three bytes of the LAN's addresses
#   LW_HOSTS    lines for /etc/hosts
#   LW_DISK     size of the throw-away disk, bytes
#   LW_DOCKER_DATA  a folder for /var/lib/docker, where it must outlive the machine (an image is being built)
#   LW_DROP     the command that drops the capabilities no namespace confines
#   LW_CGROUPS  'v2', or the v1 hierarchies: 'memory pids cpu,cpuacct name=systemd'
#   LW_USER     not empty where we are root in a user namespace only
#
# A learner waits for this script, and each process costs a millisecond or two: hence few of them.
set -eu

# /proc is still the host's here, so this is the process ID as the host knows it.
read -r pid _ </proc/self/stat

plug_in() {
  nsenter --net=/proc/self/fd/3 ip -batch - <<EOF
link add to-$LW_NAME type veth peer name eth0 netns /proc/$pid/ns/net
link set to-$LW_NAME master lan0 up
EOF
  ip -batch - <<EOF
link set lo up
addr add $LW_ADDRESS/24 dev eth0
link set eth0 up
route add default via $LW_LAN.1
EOF
}
plug_in &

# Relative paths: those of the host say nothing to a learner who looks at the mounts.
cd "$LW_IMAGE"
mount --no-mtab -t tmpfs -o "size=$LW_DISK,mode=755" labwright mount
devices=
mkdir -p mount/upper mount/work mount/root mount/proc mount/docker mount/run/labwright \
  mount/dev/net mount/dev/pts mount/dev/shm mount/dev/mqueue
if [ -z "$LW_USER" ]; then
  (
    cd root/dev
    cp -a null zero full random urandom tty ptmx fd stdin stdout stderr ../../mount/dev/
  )
  mknod -m 666 mount/dev/net/tun c 10 200
else
  # In a user namespace no device can be made: those of this computer that anybody may use are lent.
  ln -s pts/ptmx mount/dev/ptmx
  ln -s /proc/self/fd mount/dev/fd
  ln -s fd/0 mount/dev/stdin
  ln -s fd/1 mount/dev/stdout
  ln -s fd/2 mount/dev/stderr
  for device in null zero full random urandom tty net/tun; do
    [ -c /dev/$device ] || continue
    : >mount/dev/$device
    devices="$devices
/dev/$device mount/root/dev/$device none bind 0 0"
  done
fi

if [ "$LW_CGROUPS" = v2 ]; then
  cgroups='cgroup2 mount/root/sys/fs/cgroup cgroup2 nosuid,nodev,noexec 0 0'
else
  cgroups='tmpfs mount/root/sys/fs/cgroup tmpfs nosuid,nodev,noexec,mode=755 0 0'
  for group in $LW_CGROUPS; do
    cgroups="$cgroups
cgroup mount/root/sys/fs/cgroup/${group#name=} cgroup X-mount.mkdir,nosuid,nodev,noexec,$group 0 0"
  done
fi
if [ -z "$LW_USER" ]; then
  overlay=nodev bound=
  # /proc/sys is read-only but for the network: most of the rest is not the machine's own but the host's.
  kernel='proc mount/proc proc defaults 0 0
mount/root/proc/sys mount/root/proc/sys none bind,ro 0 0
mount/proc/sys/net mount/root/proc/sys/net none bind 0 0
sysfs mount/root/sys sysfs nosuid,nodev,noexec,ro 0 0'
else
  overlay=userxattr
  # Nobody in a user namespace may change what is the host's. And where anything of these two is hidden or read-only, the
  # kernel lets nobody mount them anew, as `docker run --privileged` does.
  # Twice, since `ip netns exec` takes one away before it mounts its own.
  kernel='sysfs mount/root/sys sysfs nosuid,nodev,noexec 0 0
mount/root/sys mount/root/sys none bind 0 0'
  # What the file system of the image is bound by can't be taken away in a user namespace.
  bound=$(findmnt --noheadings --output VFS-OPTIONS --target docker | tr , '\n' |
    grep -xE 'nosuid|nodev|noexec|noatime|nodiratime' | tr '\n' ,)
fi
echo "
overlay mount/root overlay $overlay,lowerdir=root,upperdir=mount/upper,workdir=mount/work 0 0
proc mount/root/proc proc nosuid,nodev,noexec 0 0
$kernel
mount/dev mount/root/dev none bind,nosuid 0 0
devpts mount/root/dev/pts devpts nosuid,noexec,newinstance,ptmxmode=0666,mode=620,gid=5 0 0
tmpfs mount/root/dev/shm tmpfs nosuid,nodev,mode=1777,size=64m 0 0
mqueue mount/root/dev/mqueue mqueue nosuid,nodev,noexec 0 0
mount/run mount/root/run none bind,nosuid,nodev 0 0
docker mount/root/run/labwright none ${bound}bind,ro 0 0
${LW_DOCKER_DATA:-mount/docker} mount/root/var/lib/docker none X-mount.mkdir,bind 0 0
$cgroups$devices" >mount/fstab
[ -n "$LW_USER" ] || [ ! -e /proc/sysrq-trigger ] || echo mount/dev/null mount/root/proc/sysrq-trigger none bind 0 0 >>mount/fstab
mount --no-mtab --all --fstab mount/fstab

cd mount/root
# Without root the group is not ours.
if [ "$LW_CGROUPS" = v2 ] && [ -w sys/fs/cgroup/cgroup.subtree_control ]; then
  read -r controllers <sys/fs/cgroup/cgroup.controllers
  for controller in $controllers; do echo "+$controller" >sys/fs/cgroup/cgroup.subtree_control; done
fi
# The file is the host's root's; the system call asks for root of the namespace alone.
if [ -z "$LW_USER" ]; then echo "$LW_NAME" >/proc/sys/kernel/hostname; else chroot . hostname "$LW_NAME"; fi
echo "$LW_NAME" >etc/hostname
printf '127.0.0.1 localhost\n%s\n' "$LW_HOSTS" >etc/hosts
# Nobody answers there: a name that is not known fails at once and not after half a minute.
echo "nameserver $LW_LAN.1" >etc/resolv.conf

wait $!
read -r mac <sys/class/net/eth0/address

pivot_root . mnt
umount --no-mtab --lazy /mnt

echo "machine $LW_NAME $pid $LW_ADDRESS $mac"
# shellcheck disable=SC2086 # a command and its arguments
exec $LW_DROP --reset-env -- /sbin/init -- sleep infinity >/dev/null 2>&1 3<&-
