/**
 * The bash script that asks one machine for all of its networks. It prints records: a line that begins with the ASCII
 * record separator (30) and names the record, then its body.
 *
 *   own         device and inode of the machine's own network namespace; its hostname
 *   places      device, inode and path of each file through which a network namespace can be entered
 *   processes   `/proc/PID/stat` of each process, and its container's id where it is in one
 *   links ID    of the namespace with that inode: its links, and the numbers (nsid) that it gives to other namespaces
 *   routes ID, sockets ID
 *   docker      what the daemon says of its containers and of its networks
 *
 * Nothing on the machine changes. Only in a mount namespace of the script's own each network namespace is put into
 * /run/netns, named by its inode. So `ip netns list-id` says which namespace each `link_netnsid` means, also where that
 * has no name, and the two ends of a cable are found without guessing. Docker's daemon is asked through its socket, and
 * only where its process lives: the command `docker` would start it.
 *
 * Sources: proc(5), network_namespaces(7), ip-netns(8), ip-link(8), ss(8), Docker Engine API 1.41.
 */
export const LOOK = `
shopt -s nullglob
record() { printf '\\n\\036%s\\n' "$*"; }

# In the namespace with this inode, under /run/netns.
look() {
  record links $1
  ip -j -d -batch - <<<$'addr\\nnetns list-id'
  record routes $1
  ip route
  record sockets $1
  exec ss -Htlnup
}

# Each place is a device and an inode, and a path; the first is our own namespace.
enter() {
  local device inode path table
  local -A known
  while read -r device inode path; do
    [ "$device" = "$DEVICE" ] && [ -z "\${known[$inode]}" ] || continue
    known[$inode]=1
    table+="\${path// /\\\\040} /mnt/netns/$inode none bind 0 0"$'\\n'
  done
  mount --no-mtab -t tmpfs labwright /mnt && mkdir /mnt/netns || return
  for inode in "\${!known[@]}"; do : >/mnt/netns/$inode; done
  echo "$table/mnt /run none rbind 0 0" >/mnt/fstab
  mount --no-mtab --all --fstab /mnt/fstab 2>/dev/null
  local answer answers=()
  for inode in "\${!known[@]}"; do
    exec {answer}< <(exec nsenter --net=/run/netns/$inode bash -c "look $inode" 2>/dev/null)
    answers+=($answer)
  done
  local text
  for answer in "\${answers[@]}"; do
    mapfile -u $answer text
    printf %s "\${text[@]}"
  done
}
export -f record look enter

record own
own=$(stat -L --printf '%d %i' /proc/$$/ns/net)
echo "$own"
echo "$HOSTNAME"
record places
places=$(stat -L --printf '%d %i %n\\n' /proc/$$/ns/net /run/netns/* /run/docker/netns/* /proc/[0-9]*/ns/net 2>/dev/null)
echo "$places"
record processes
for process in /proc/[0-9]*; do
  stat= group=
  { read -r stat <$process/stat && read -rd '' group <$process/cgroup; } 2>/dev/null
  [[ $stat != *'(dockerd)'* ]] || daemon=1
  [[ $group =~ [0-9a-f]{64} ]] && echo "$stat $BASH_REMATCH" || echo "$stat"
done
if [ -n "$daemon" ] && [ -S /run/docker.sock ]; then
  exec {docker}< <(exec curl --silent --max-time 0.5 --unix-socket /run/docker.sock \\
    http://docker/containers/json http://docker/networks)
fi
if [ $EUID = 0 ]; then
  DEVICE=\${own% *} unshare --mount bash -c enter <<<"$places"
else
  (look \${own#* })
fi
if [ -n "$docker" ]; then
  record docker
  mapfile -u $docker text
  printf %s "\${text[@]}"
fi
exit 0
`
