#!/bin/bash
# One way into the VM: a serial port of virtio that a runner connects to. Whoever comes knocks until they are heard, as the one
# before may not have left yet, and then goes on as SSH:
#
#   knock NUMBER          answered with `open NUMBER`
#   enter NUMBER WORDS…   the words are for `adopt.sh`; what follows is SSH
set -eu
exec 3<>"$1" 4<> <(:)
while true; do
  # While nobody is at the other end, read(2) says at once that nothing comes. Descriptor 4 never says anything.
  if IFS=' ' read -r word number rest <&3; then
    case $word in
    knock) echo "open $number" >&3 ;;
    enter)
      "${0%/*}/adopt.sh" <<<"$rest" || true
      socat -t0 FD:3 'EXEC:dropbear -i -R' || true
      echo 'labwright: door closed' >/dev/console
      ;;
    esac
  else
    read -rt 0.05 <&4 || true
  fi
done
