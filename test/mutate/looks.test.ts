import { describe, expect, it } from 'vitest'
import { isLook } from '../../runner/mutate/looks.ts'

describe('what only looks', () => {
  it.each([
    'ip -br addr',
    'ip -n red route',
    'docker exec lonely ping -c 1 172.17.0.1',
    'docker run --rm --net=host -v /:/host busybox ls /host',
    'docker --host unix:///run/x.sock ps --all --filter name=box',
    'nsenter --net=/proc/1/ns/net ss -H4tln | wc -l 2> /dev/null',
    "docker exec box sh -c 'readlink /proc/self/ns/uts | grep -v 1'",
    'for name in one two; do docker inspect $name; done',
    'ps -o user= -p $(docker inspect box)',
  ])('%s', (command) => expect(isLook(command)).toBe(true))
})

describe('what changes something, or may', () => {
  it.each([
    'ip link add A type veth peer name B',
    'ip -n red addr add 10.0.0.1/8 dev lo',
    'docker run -d --name web nginx',
    'docker run --name copied ubuntu true',
    'docker run --rm -v /:/host busybox touch /host/x',
    "docker exec box sh -c 'echo more >> /visitor'",
    'echo 1 > /proc/sys/x',
    'grep x y | tee z',
    'pid=$(docker inspect box)',
    'cat > file <<END\nx\nEND',
    'ps $(kill 1)',
    'sysctl -w a=1',
    'iptables -t nat -A POSTROUTING -j MASQUERADE',
    'exit',
    'anything else',
  ])('%s', (command) => expect(isLook(command)).toBe(false))
})
