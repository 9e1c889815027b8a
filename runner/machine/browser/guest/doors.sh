#!/bin/bash
# Puts an agent at a console of its own for each machine, in the order of their names, and ends when one of them does.
#
#   doors.sh MACHINE...
set -u
number=0
for machine in "$@"; do
  read -r pid address mac <"/run/$machine"
  (
    echo 0 >"/sys/fs/cgroup/labwright/$machine/init/cgroup.procs"
    # Its own process namespace stays: without a fork, only its children are in the machine's.
    exec nsenter "--target=$pid" --mount --uts --ipc --net --pid --no-fork --cgroup --root --wd -- \
      python3 - "$machine" "$address" "$mac" "$LW_DROPPED" <"${0%/*}/agent.py" 3<>"/dev/hvc$number" 4</proc
  ) &
  number=$((number + 1))
done
wait -n
exit 1
