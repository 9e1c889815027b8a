#!/bin/bash
# Process 1 of everything that belongs to one scratch machine, in a network namespace that is the machine's LAN:
# a bridge with the gateway's address, into which each machine on it plugs a cable (a veth pair).
# It ends when its standard input does or a machine ends, and the kernel ends with it all that runs inside.
#
#   LW_MACHINES   names of the machines on this LAN: 'host', or 'host beta'
#   LW_LAN        first three bytes of the LAN's addresses: '10.77.0'
#   LW_GROUP      the control group that holds the machines' own, on cgroup v2; empty on v1
#   LW_USER       not empty where we are root in a user namespace only, and nobody has made control groups
#   LW_PROCESSES  processes that there may be then
#   LW_FREEZER    the control group that can be frozen, on v1; empty on v2
set -eu
here=${0%/*}

# Inherited by all that runs in the machine. Where this computer runs out of memory, the machine goes first.
if [ -n "$LW_USER" ]; then
  ulimit -u "$LW_PROCESSES" 2>/dev/null || true
  echo 1000 >/proc/self/oom_score_adj
fi

ip -batch - <<EOF
link set lo up
link add lan0 type bridge
addr add $LW_LAN.1/24 dev lan0
link set lan0 up
EOF
# Nobody answers for names here, and each try is to be told so at once: icmp(7), by default one a second is, and of all
# together no more than fifty at a time. The latter stands in the namespace since Linux 6.13 only.
echo 0 >/proc/sys/net/ipv4/icmp_ratelimit
for limit in icmp_msgs_per_sec icmp_msgs_burst; do
  [ ! -w /proc/sys/net/ipv4/$limit ] || echo 1000000 >/proc/sys/net/ipv4/$limit
done

start() {
  local inside=(--mount --propagation private --net --pid --uts --ipc --fork --kill-child sh "$here/init.sh")
  [ -n "$LW_GROUP" ] || exec unshare --cgroup "${inside[@]}"
  # A control group namespace begins at the group where it is made. On v2 only leaves may hold processes, so whoever
  # makes it moves on to the leaf.
  echo 0 >"$LW_GROUP/$LW_NAME/cgroup.procs"
  exec unshare --cgroup sh -c 'echo 0 >"$LW_GROUP/$LW_NAME/init/cgroup.procs"; exec unshare "$@"' sh "${inside[@]}"
}

exec 3</proc/self/ns/net
last=10
for machine in $LW_MACHINES; do
  LW_NAME=$machine LW_ADDRESS=$LW_LAN.$last start </dev/null &
  last=$((last + 10))
done
exec >/dev/null 3<&-

while read -r word; do
  [ "$word" != keep ] || exec sleep infinity
done <&0 &

wait -n || true
# `docker pause` freezes, and on v1 a frozen process hears no signal: the machine would never end. Builtins alone, since
# the machine may be full of processes.
[ -n "$LW_FREEZER" ] || exit 0
shopt -s globstar
for file in "$LW_FREEZER"/**/freezer.state; do echo THAWED >"$file"; done
