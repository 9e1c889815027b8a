#!/bin/sh
# Keeps one scratch machine: it stands on the host, waits for the machine's end, and removes the only
# two things that the kernel does not remove with a process: control groups and what was written down.
#
#   keeper.sh STATE_FILE CGROUP_DIR…      settings for lan.sh and init.sh come as LW_… in the environment
#
#   LW_LEAF     the file in each control group that what holds the machine joins it through
#   LW_USER     options of unshare(1) for a user namespace; empty for root
#   LW_OVERLAY  not empty where Docker's overlay networks are wanted
#
# Standard input is a pipe from the runner. When the runner ends, however it ends, the pipe does too, and lan.sh with it.
set -u
state=$1
shift

# Docker's overlay networks want this module, and a machine may load none. A Docker of this computer's own would load it as
# well; what it does to this computer's own bridges is switched off again.
if [ -n "${LW_OVERLAY-}" ] && [ ! -e /proc/sys/net/bridge ] && modprobe -q br_netfilter 2>/dev/null; then
  for file in /proc/sys/net/bridge/bridge-nf-call-*; do echo 0 >"$file"; done
fi

(
  for group in "$@"; do echo 0 >"$group/$LW_LEAF" || exit; done
  # shellcheck disable=SC2086 # several options, or none
  exec unshare $LW_USER --net --pid --fork --kill-child bash "${0%/*}/lan.sh"
)
status=$?

left() {
  for group in "$@"; do [ ! -d "$group" ] || return 0; done
  return 1
}

# A process that was killed leaves its control group a moment later than its parent hears of it.
tries=0
while left "$@" && [ $((tries += 1)) -le 200 ]; do
  find "$@" -depth -type d -exec rmdir {} + 2>/dev/null || sleep 0.02
done
rm -f "$state" "$state.new"
exit $status
