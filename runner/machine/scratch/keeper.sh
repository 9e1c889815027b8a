#!/bin/bash
# Keeps one scratch machine: it stands on the host, waits for the machine's end, and removes the only
# two things that the kernel does not remove with a process: control groups and the state directory.
#
#   keeper.sh STATE_DIR CGROUP_DIR…      removes these at the end
#
#   LW_KEEPER   the control groups that lan.sh belongs in; more LW_… are for lan.sh and init.sh
#
# Standard input is a pipe from the runner. When the runner ends, however it ends, the pipe does too, and lan.sh with it.
set -u
state=$1
shift

(
  for group in $LW_KEEPER; do echo 0 >"$group/cgroup.procs" || exit 1; done
  exec unshare --mount --propagation private --net --pid --fork --kill-child \
    bash "${0%/*}/lan.sh"
)
status=$?

# A process that was killed leaves its control group a moment later than its parent hears of it.
for _ in {1..200}; do
  left=0
  for group in "$@"; do
    [ -d "$group" ] || continue
    find "$group" -depth -type d -exec rmdir {} + 2>/dev/null
    [ -d "$group" ] && left=1
  done
  [ $left = 0 ] && break
  sleep 0.02
done
rm -rf "$state"
exit $status
