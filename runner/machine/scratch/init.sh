#!/bin/bash
# Makes the inside of one scratch machine and becomes its process 1.
#
#   LW_IMAGE    the image's folder: root/ (the file system), docker/ (container images), mount/ (empty)
#   LW_NAME     hostname
#   LW_ADDRESS  address on the LAN
#   LW_LAN      first three bytes of the LAN's addresses
#   LW_HOSTS    lines for /etc/hosts
#   LW_DISK     size of the throw-away disk, as tmpfs takes it: 2g
#   LW_DOCKER_DATA  a folder for /var/lib/docker, where it must outlive the machine (an image is being built)
#   LW_DROP     the command that drops the capabilities no namespace confines
#   LW_CGROUPS  'v2', or the v1 hierarchies: 'memory pids cpu,cpuacct name=systemd'
set -eu

# /proc is still the host's here, so this is the process ID as the host knows it.
read -r pid _ </proc/self/stat
echo "$pid"

top=$LW_IMAGE/mount
root=$top/root
mount -t tmpfs -o "size=$LW_DISK,mode=755" labwright "$top"
mkdir "$top/upper" "$top/work" "$top/proc" "$top/docker" "$root"

# One process for all mounts: each process costs a millisecond, and a learner waits for this script.
# /proc/sys is read-only but for the network: most of the rest is not the machine's own but the host's.
{
  cat <<EOF
overlay $root overlay nodev,lowerdir=$LW_IMAGE/root,upperdir=$top/upper,workdir=$top/work 0 0
proc $top/proc proc defaults 0 0
proc $root/proc proc nosuid,nodev,noexec 0 0
$root/proc/sys $root/proc/sys none bind,ro 0 0
$top/proc/sys/net $root/proc/sys/net none bind 0 0
sysfs $root/sys sysfs nosuid,nodev,noexec,ro 0 0
tmpfs $root/dev tmpfs nosuid,mode=755,size=64k 0 0
devpts $root/dev/pts devpts x-mount.mkdir,nosuid,noexec,newinstance,ptmxmode=0666,mode=620,gid=5 0 0
tmpfs $root/dev/shm tmpfs x-mount.mkdir,nosuid,nodev,mode=1777,size=64m 0 0
mqueue $root/dev/mqueue mqueue x-mount.mkdir,nosuid,nodev,noexec 0 0
tmpfs $root/run tmpfs nosuid,nodev,mode=755 0 0
$LW_IMAGE/docker $root/run/labwright none x-mount.mkdir,bind,ro 0 0
${LW_DOCKER_DATA:-$top/docker} $root/var/lib/docker none x-mount.mkdir,bind 0 0
EOF
  [ ! -e /proc/sysrq-trigger ] || echo "/dev/null $root/proc/sysrq-trigger none bind 0 0"
  if [ "$LW_CGROUPS" = v2 ]; then
    echo "cgroup2 $root/sys/fs/cgroup cgroup2 nosuid,nodev,noexec 0 0"
  else
    echo "tmpfs $root/sys/fs/cgroup tmpfs nosuid,nodev,noexec,mode=755 0 0"
    for group in $LW_CGROUPS; do
      echo "cgroup $root/sys/fs/cgroup/${group#name=} cgroup x-mount.mkdir,nosuid,nodev,noexec,$group 0 0"
    done
  fi
} >"$top/fstab"
mount --all --fstab "$top/fstab"

cd "$root/dev"
for node in 'null 3' 'zero 5' 'full 7' 'random 8' 'urandom 9'; do mknod -m 666 ${node% *} c 1 ${node#* }; done
mknod -m 666 tty c 5 0
mkdir net
mknod -m 666 net/tun c 10 200
ln -s pts/ptmx ptmx
ln -s /proc/self/fd fd
ln -s fd/0 stdin
ln -s fd/1 stdout
ln -s fd/2 stderr

hostname "$LW_NAME"
echo "$LW_NAME" >"$root/etc/hostname"
printf '127.0.0.1 localhost\n%s\n' "$LW_HOSTS" >"$root/etc/hosts"
# Nobody answers there: a name that is not known fails at once and not after half a minute.
echo "nameserver $LW_LAN.1" >"$root/etc/resolv.conf"

cd "$root"
mkdir run/host
pivot_root . run/host
umount -l /run/host
rmdir /run/host

read -r _plugged

if [ "$LW_CGROUPS" = v2 ]; then
  # cgroups(7), 'no internal processes': controllers can be handed on only by a group that holds no process.
  cd /sys/fs/cgroup
  mkdir init
  echo 0 >init/cgroup.procs
  read -r controllers <cgroup.controllers
  for controller in $controllers; do echo "+$controller" >cgroup.subtree_control 2>/dev/null || true; done
  cd /
fi

ip -batch - <<EOF
link set lo up
addr add $LW_ADDRESS/24 dev eth0
link set eth0 up
route add default via $LW_LAN.1
EOF
read -r mac </sys/class/net/eth0/address
echo "$mac"

# shellcheck disable=SC2086 # a command and its arguments
exec $LW_DROP -- env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  /sbin/init -- sleep infinity </dev/null >/dev/null 2>&1
