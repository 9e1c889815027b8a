/** A shell as it sees itself: its process id, and the inode of the PID namespace that this id belongs to. */
export interface ShellProcess {
  pid: number
  /** Empty where the shell had no /proc to read it from. */
  pidNamespace: string
}

export interface KillTarget extends ShellProcess {
  /** What runs in its foreground has gone already, or could not be found: now the shell itself. */
  shellToo: boolean
}

/**
 * A bash script that ends what runs in the foreground of a shell's terminal, for good. Run it as root where /proc
 * shows the shell's processes; containers' shells are found by their own process id and namespace.
 *
 * It sends SIGKILL to the foreground process group of the shell's terminal (`tpgid`, proc(5)) and to all
 * descendants of its members, also those in sessions of their own. Background jobs of the shell are left alone.
 * Where the shell itself is in the foreground, its children there go: it has no job control, or runs `$(…)`.
 * The shell itself goes only with `shellToo`. Exit status: 0 when something was killed, 1 when not.
 */
export function killScript(target: KillTarget): string {
  const pid = Math.trunc(target.pid)
  const namespace = target.pidNamespace.replace(/\D/g, '')
  return `
shell=
for dir in /proc/[0-9]*; do
  inner=
  while read -r key values; do
    [ "$key" != NSpid: ] || inner=\${values##*[[:space:]]}
  done 2>/dev/null <"$dir/status"
  [ "$inner" = ${pid} ] && [ "$(readlink "$dir/ns/pid")" = 'pid:[${namespace}]' ] || continue
  shell=\${dir#/proc/}
  break
done
[ -n "$shell" ] || exit 1

# Field numbers count from behind the name, which may hold anything: state ppid pgrp session tty tpgid.
declare -A parent group
look() {
  parent=() group=()
  local dir stat fields
  for dir in /proc/[0-9]*; do
    stat=
    read -rd '' stat 2>/dev/null <"$dir/stat"
    [ -n "$stat" ] || continue
    read -ra fields <<<"\${stat##*) }"
    [ "\${fields[0]}" = Z ] || parent[\${dir#/proc/}]=\${fields[1]} group[\${dir#/proc/}]=\${fields[2]}
    [ "\${dir#/proc/}" != "$shell" ] || foreground=\${fields[5]}
  done
}

# Members of the foreground group, then their descendants, parents first, so that none is born meanwhile.
victims() {
  local pid grown=1
  declare -A chosen=()
  list=()
  for pid in "\${!group[@]}"; do
    [ "\${group[$pid]}" = "$1" ] && [ "$pid" != "$shell" ] || continue
    [ "$1" != "\${group[$shell]}" ] || [ "\${parent[$pid]}" = "$shell" ] || continue
    chosen[$pid]=1 list+=("$pid")
  done
  while [ $grown = 1 ]; do
    grown=0
    for pid in "\${!parent[@]}"; do
      [ -n "\${chosen[\${parent[$pid]}]-}" ] && [ -z "\${chosen[$pid]-}" ] || continue
      [ "$pid" != "$shell" ] && [ "$pid" != $$ ] || continue
      chosen[$pid]=1 list+=("$pid") grown=1
    done
  done
}

killed=1
for round in 1 2 3; do
  look
  [ "\${foreground:-0}" -gt 0 ] || break
  [ -z "\${first-}" ] || [ "$foreground" = "$first" ] || break
  first=$foreground
  victims "$foreground"
  [ \${#list[@]} -gt 0 ] || break
  kill -KILL "\${list[@]}" 2>/dev/null && killed=0
done
if ${target.shellToo}; then
  kill -KILL "$shell" && killed=0
fi
exit $killed
`
}
