#!/bin/bash
# Tries what a scratch machine asks of the kernel, and prints a line for each: NAME ok, NAME unknown, or
# NAME failed WHY. It runs in namespaces of its own, so that it has nothing to clear away.
#
#   probe.sh FOLDER    the file system of the image, or, as long as there is none, a folder where it will lie

try() {
  local name=$1 said
  shift
  if said=$("$@" 2>&1); then echo "$name ok"; else echo "$name failed ${said%%$'\n'*}"; fi
}

# A user's PATH on Debian leaves out administrators' commands.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

# Its name may be hidden by what is mounted next.
cd "$1" || exit

try tmpfs mount -t tmpfs -o size=4m labwright /tmp
mkdir /tmp/upper /tmp/work /tmp/root
try overlay mount -t overlay -o lowerdir=.,upperdir=/tmp/upper,workdir=/tmp/work labwright /tmp/root

try veth ip link add cable0 type veth peer name cable1
try bridge ip link add lan0 type bridge
try vxlan ip link add vxlan0 type vxlan id 42 dstport 4789 dev cable0
try macvlan ip link add link cable0 name card0 type macvlan mode bridge

# The image brings the iptables that Docker calls in it; this computer need not have one. (A link, to a path in there.)
if [ -L /tmp/root/usr/sbin/iptables ]; then
  try nat chroot /tmp/root /usr/sbin/iptables --table nat --append POSTROUTING --jump MASQUERADE
else
  echo nat unknown
fi
