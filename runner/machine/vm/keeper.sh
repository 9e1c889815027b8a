#!/bin/sh
# Keeps one VM: starts QEMU, ends it when our standard input ends, and removes the VM's folder. Standard input is a pipe from
# the runner: however that ends, the pipe does too. A line 'keep' lets the VM live on without it.
#
#   keeper.sh FOLDER COMMAND…    descriptor 3 is what the command reads or writes the VM's state with
set -u
folder=$1
shift
exec 5<&0
"$@" </dev/null 5<&- &
qemu=$!
exec 3<&-
{
  while read -r word; do [ "$word" != keep ] || exit 0; done
  kill -KILL "$qemu"
} <&5 2>/dev/null &
exec 5<&-
wait "$qemu"
status=$?
rm -rf "$folder"
exit $status
