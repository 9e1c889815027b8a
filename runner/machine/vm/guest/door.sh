#!/bin/bash
# One way into the VM: a serial port of virtio that a runner connects to. It begins with one line, that `adopt.sh` gets,
# and goes on as SSH.
set -eu
exec 3<>"$1" 4<> <(:)
while true; do
  # While nobody is at the other end, read(2) says at once that nothing comes. Descriptor 4 never says anything.
  if IFS= read -r line <&3; then
    "${0%/*}/adopt.sh" <<<"$line" || true
    socat -t0 FD:3 'EXEC:dropbear -i -R' || true
    echo 'labwright: door closed' >/dev/console
  else
    read -rt 0.05 <&4 || true
  fi
done
