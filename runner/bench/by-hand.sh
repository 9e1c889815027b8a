#!/bin/bash
# The baseline for a machine with Docker: what somebody would write in an afternoon. by-hand.sh IMAGE_FOLDER
# Prints 'ready' when Docker answers, and ends when its standard input does.
exec unshare --mount --propagation private --net --pid --uts --ipc --cgroup --fork --kill-child bash -c '
image=$1
mount -t tmpfs tmpfs "$image/mount"
mkdir "$image"/mount/{upper,work,root,docker}
root=$image/mount/root
mount -t overlay overlay -o "lowerdir=$image/root,upperdir=$image/mount/upper,workdir=$image/mount/work" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"
mkdir -p "$root/run/labwright" "$root/var/lib/docker"
mount --bind "$image/docker" "$root/run/labwright"
mount --bind "$image/mount/docker" "$root/var/lib/docker"
mount -t tmpfs tmpfs "$root/sys/fs/cgroup"
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
  mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
else
  for controller in memory pids cpu cpuacct cpuset devices freezer blkio; do
    mkdir "$root/sys/fs/cgroup/$controller"
    mount -t cgroup -o "$controller" cgroup "$root/sys/fs/cgroup/$controller"
  done
fi
cp -a "$image/docker/skeleton/." "$image/mount/docker/"
ip link set lo up
chroot "$root" sh -c "dockerd >/dev/null 2>&1 & while ! [ -S /run/docker.sock ]; do sleep 0.01; done; /usr/bin/docker version >/dev/null"
echo ready
read -r _
' by-hand "$1"
