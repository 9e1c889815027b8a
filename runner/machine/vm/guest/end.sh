#!/bin/bash
# Kills a process, its session, and all descendants, also those in sessions and PID namespaces of their own: what
# `kill-tree.ts` does, told there.
#
#   end.sh PID
set -u
# What is stopped is to be killed too, also when whoever called has gone.
trap '' HUP PIPE TERM
declare -A doomed=()
grown=yes
while [ "$grown" ]; do
  grown=
  for file in /proc/[0-9]*/stat; do
    read -r stat 2>/dev/null <"$file" || continue
    # The name may hold blanks and brackets: what counts stands after it.
    read -r _ parent _ session _ <<<"${stat##*) }"
    pid=${stat%% *}
    [ -z "${doomed[$pid]-}" ] || continue
    [ "$pid" = "$1" ] || [ "$session" = "$1" ] || [ "${doomed[$parent]-}" ] || continue
    # Stopped, it has no more children while the others are looked for.
    kill -STOP "$pid" && doomed[$pid]=yes && grown=yes
  done
done
kill -KILL "${!doomed[@]}"
