#!/bin/bash
# Process 1 of a VM, once its root is mounted: makes the machines, exactly as scratch machines are made, and opens the
# doors through which a runner comes in. It says on the console how far it is. What it finds in its environment stood on
# the kernel's command line:
#
#   LW_MACHINES   names of the machines: 'host', or 'host beta'
#   LW_LAN        first three bytes of the LAN's addresses
#   LW_DOCKER     'yes' where Docker is to run from the start
#   LW_DROP       the command that drops the capabilities no namespace confines
#   LW_PROCESSES  processes and threads that the machines may have together
#   LW_EMULATED   'yes' where the computer can't be switched off
#   LW_RESERVED   megabytes of memory that the machines may not take
set -eu
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8
here=${0%/*}

mount -t proc -o nosuid,nodev,noexec proc /proc
mount -t sysfs -o nosuid,nodev,noexec sysfs /sys
mount -t devtmpfs -o nosuid,mode=755 dev /dev
mkdir -p /dev/pts
ln -s /proc/self/fd /dev/fd
ln -s fd/0 /dev/stdin
mount -t devpts -o nosuid,noexec,ptmxmode=0666,mode=620,gid=5 devpts /dev/pts
mount -t tmpfs -o nosuid,nodev,mode=755 tmpfs /run
mount -t cgroup2 -o nosuid,nodev,noexec cgroup2 /sys/fs/cgroup
exec </dev/null >/dev/console 2>&1
ip link set lo up
# Docker's overlay networks want it, and no machine may load it; what it does to other bridges is switched off again.
modprobe br_netfilter
for file in /proc/sys/net/bridge/bridge-nf-call-*; do echo 0 >"$file"; done

# Without its machines or its doors a VM is of no use.
power_off() {
  echo 'labwright: over' >/dev/console
  # An emulator that knows no such thing would break.
  [ "$LW_EMULATED" = yes ] || echo o >/proc/sysrq-trigger
}

# The control groups that a scratch machine has on cgroup v2. The doors stand outside of them, and have the kernel's ear
# also when the machines take all that they may.
hand_on() {
  for controller in memory pids cpu cpuset io; do echo "+$controller" >"$1/cgroup.subtree_control"; done
}
group=/sys/fs/cgroup/labwright
read -ra machines <<<"$LW_MACHINES"
read -r _ kilobytes _ </proc/meminfo
mkdir "$group"
hand_on /sys/fs/cgroup
echo $(((kilobytes - LW_RESERVED * 1024) * 1024)) >"$group/memory.max"
echo "$LW_PROCESSES" >"$group/pids.max"
hand_on "$group"
mkdir "$group/lan"
hosts='' last=10
for machine in "${machines[@]}"; do
  mkdir -p "$group/$machine/init"
  hosts+="${hosts:+$'\n'}$LW_LAN.$last $machine"
  last=$((last + 10))
done

export LW_MACHINES LW_LAN LW_DROP LW_PROCESSES LW_IMAGE=/image LW_HOSTS=$hosts LW_DISK=$((kilobytes * 1024 / 2))
export LW_DOCKER_DATA='' LW_USER='' LW_FREEZER='' LW_CGROUPS=v2 LW_GROUP=$group
mkfifo /run/machines
(
  echo 0 >"$group/lan/cgroup.procs"
  echo keep | unshare --net --pid --fork --kill-child bash "$here/lan.sh" >/run/machines
  power_off
) &
exec 4</run/machines
for _ in "${machines[@]}"; do
  read -r _ name described <&4
  # Process ID, address, MAC address.
  echo "$described" >"/run/$name"
done

("$here/doors.sh" "${machines[@]}" || power_off) &
if [ "$LW_DOCKER" = yes ]; then
  # On a slow processor, dockerd gives containerd up too soon (15 s) while nothing of the two has been read yet.
  warm='for try in 1 2 3 4 5; do
    start-docker && docker run --rm --network none busybox true && exit
    sleep 5
    rm -f /run/docker.sock /run/docker.pid
  done
  tail -n 20 /var/log/dockerd.log >&2
  exit 1'
  # A container that has been run once has its way through the daemon warm; without a network, it leaves none other than it was.
  for machine in "${machines[@]}"; do
    # shellcheck disable=SC2086 # a command and its arguments
    "$here/enter.sh" "$machine" $LW_DROP -- bash -c "$warm" >/dev/null &
    starting+=($!)
  done
  for process in "${starting[@]}"; do wait "$process"; done
fi
echo 'labwright: ready'

# Whoever lost their parent is this process's to wait for.
while true; do wait -n || sleep 1; done
