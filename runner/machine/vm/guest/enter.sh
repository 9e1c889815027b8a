#!/bin/bash
# Runs a command on one of the machines: in its control groups and its namespaces. Says its own process ID first, by which
# `end.sh` ends the command with all that it started.
#
#   enter.sh MACHINE COMMAND…
#   enter.sh MACHINE --script COMMAND…   `bash -c` follows, with the script that comes on standard input
set -eu
echo $$
read -r pid _ <"/run/$1"
echo 0 >"/sys/fs/cgroup/labwright/$1/init/cgroup.procs"
shift
enter=(nsenter "--target=$pid" --mount --uts --ipc --net --pid --cgroup --root --wd --)
[ "$1" = --script ] || exec "${enter[@]}" "$@"
shift
script=$(</dev/stdin)
# The SSH server goes once the script has ended. What that has left in the background may print on: these are readers of the
# same pipes, so none of them breaks.
exec 8</proc/self/fd/1 9</proc/self/fd/2
exec setsid "${enter[@]}" "$@" bash -c "$script" </dev/null
