#!/bin/bash
# Process 1 of everything that belongs to one scratch machine, in a network namespace that is the machine's LAN:
# a bridge with the gateway's address, and a cable (a veth pair) to each machine on it.
# It ends when its standard input does, and the kernel ends with it all that runs inside.
#
#   LW_STATE      this machine's state directory
#   LW_MACHINES   names of the machines on this LAN: 'host', or 'host beta'
#   LW_CGROUP     with cgroup v2, the directory that holds a group for each machine; else empty
#   LW_KEEPER     with cgroup v2, the group that this script is in
#   LW_LAN        first three bytes of the LAN's addresses: '10.77.0'
set -eu
here=${0%/*}

ip -batch - <<EOF
link set lo up
link add lan0 type bridge
addr add $LW_LAN.1/24 dev lan0
link set lan0 up
EOF

# Nobody answers for names here, and each try is to be told so at once: icmp(7), by default one a second is.
echo 0 >/proc/sys/net/ipv4/icmp_ratelimit

last=10
for machine in $LW_MACHINES; do
  pipes=$LW_STATE/$machine
  mkfifo "$pipes.to" "$pipes.from"
  (
    # A control group namespace has as its root the group that a process is in when it makes the namespace.
    [ -z "$LW_CGROUP" ] || echo 0 >"$LW_CGROUP/$machine/cgroup.procs"
    LW_NAME=$machine LW_ADDRESS=$LW_LAN.$last exec unshare \
      --mount --propagation private --net --pid --uts --ipc --cgroup --fork --kill-child bash "$here/init.sh"
  ) <"$pipes.to" >"$pipes.from" &
  unshare=$!
  exec {to}>"$pipes.to" {from}<"$pipes.from"
  # The cable's other end can be plugged in once the machine has said its process ID.
  read -r pid <&"$from"
  ip -batch - <<EOF
link add to-$machine type veth peer name eth0 netns /proc/$pid/ns/net
link set to-$machine master lan0 up
EOF
  # It must be the machine's alone: unshare(1), which waits for the machine's end, goes out again.
  [ -z "$LW_CGROUP" ] || echo "$unshare" >"$LW_KEEPER/cgroup.procs"
  echo plugged >&"$to"
  read -r mac <&"$from"
  echo "machine $machine $pid $LW_LAN.$last $mac"
  exec {to}>&- {from}<&-
  last=$((last + 10))
done
echo ready
exec >/dev/null

keep=
while read -r word; do
  [ "$word" = keep ] && keep=1
done
[ -z "$keep" ] || sleep infinity
