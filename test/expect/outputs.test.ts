import { describe, expect, it } from 'vitest'
import { rewrite } from '../../runner/expect/rewrite.ts'
import { capturesOf, expectationOf, mismatchOf, variables } from './lines.ts'

const DOCKER_PS = `CONTAINER ID   IMAGE     COMMAND                  CREATED         STATUS         PORTS                                   NAMES
3f2a9c1b7d4e   nginx     "/docker-entrypoint.…"   4 seconds ago   Up 3 seconds   0.0.0.0:8080->80/tcp, :::8080->80/tcp   web
9b1c2d3e4f5a   busybox   "sleep 300"              2 minutes ago   Up 2 minutes                                           box
`

const IP_A = `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
    inet6 ::1/128 scope host
       valid_lft forever preferred_lft forever
2: docker0: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 qdisc noqueue state DOWN group default
    link/ether 02:42:5d:0a:7b:11 brd ff:ff:ff:ff:ff:ff
    inet 172.17.0.1/16 brd 172.17.255.255 scope global docker0
       valid_lft forever preferred_lft forever
12: eth0@if13: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000
    link/ether 02:42:ac:11:00:02 brd ff:ff:ff:ff:ff:ff link-netnsid 0
    inet 10.77.0.2/24 scope global eth0
       valid_lft forever preferred_lft forever
    inet6 fe80::42:acff:fe11:2/64 scope link
       valid_lft forever preferred_lft forever
`

const SS = `State  Recv-Q Send-Q Local Address:Port  Peer Address:PortProcess
LISTEN 0      4096         0.0.0.0:22         0.0.0.0:*
LISTEN 0      511          0.0.0.0:80         0.0.0.0:*    users:(("nginx",pid=812,fd=6))
LISTEN 0      4096               *:22               *:*
LISTEN 0      511             [::]:80            [::]:*    users:(("nginx",pid=812,fd=7))
`

const NETWORKS = `NETWORK ID     NAME      DRIVER    SCOPE
7b1d5c9e2f0a   bridge    bridge    local
0c3f8a6b4d2e   host      host      local
e5a1b2c3d4f6   none      null      local
`

const LESSONS = [
  {
    name: 'docker ps',
    output: DOCKER_PS,
    printed: `CONTAINER ID IMAGE COMMAND CREATED STATUS PORTS NAMES
{web:hex} nginx "{*}" {*} ago Up {*} 0.0.0.0:{port:int}->80/tcp, {*} web
{box:hex} busybox "sleep 300" {*} ago Up {*} {*} box`,
    captures: { web: '3f2a9c1b7d4e', port: '8080', box: '9b1c2d3e4f5a' },
  },
  {
    name: 'ip a',
    output: IP_A,
    printed: `1: lo: <LOOPBACK,UP,LOWER_UP> {*}
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
...
{n:int}: docker0: <{flags}> mtu {mtu:int} {*}
    link/ether {bridge:mac} brd ff:ff:ff:ff:ff:ff
    inet {net:cidr} brd {/[0-9.]+/} scope global docker0
...
{*}: eth0@if{peer:int}: {*} mtu {mtu} {*} state UP {*}
    link/ether {mac:mac} {*}
    inet {host.ip}/24 scope global eth0
       valid_lft forever preferred_lft forever
    inet6 {six:cidr} scope link
...`,
    captures: {
      n: '2',
      flags: 'NO-CARRIER,BROADCAST,MULTICAST,UP',
      mtu: '1500',
      bridge: '02:42:5d:0a:7b:11',
      net: '172.17.0.1/16',
      peer: '13',
      mac: '02:42:ac:11:00:02',
      six: 'fe80::42:acff:fe11:2/64',
    },
  },
  {
    name: 'ss -tlnp',
    output: SS,
    printed: `State Recv-Q Send-Q Local Address:Port Peer Address:PortProcess
...
LISTEN 0 {*} 0.0.0.0:80 0.0.0.0:* {*}pid={pid:int}{*}
...
LISTEN 0 {*} [::]:80 [::]:* {*}pid={pid}{*}`,
    captures: { pid: '812' },
  },
  {
    name: 'docker network ls',
    output: NETWORKS,
    printed: `NETWORK ID NAME DRIVER SCOPE
{bridge:hex} bridge bridge local
{*} host host local
{*} none null local`,
    captures: { bridge: '7b1d5c9e2f0a' },
  },
]

const FACTS = { 'host.ip': '10.77.0.2', 'host.name': 'lab' }

describe.each(LESSONS)('$name', ({ output, printed, captures }) => {
  const lines = printed.split('\n')

  it('matches by column and captures', () => {
    expect(capturesOf(printed, output, FACTS)).toEqual(captures)
  })

  it.each(lines.flatMap((line, index) => (line.trim() === '...' ? [] : [[line, index] as const])))(
    'names the line that was changed: %s',
    (line, index) => {
      const changed = lines.with(index, `${line} changed`).join('\n')
      expect(mismatchOf(changed, output, FACTS).position?.line).toBe(index + 1)
      const started = lines.with(index, `changed ${line.trim()}`).join('\n')
      expect(mismatchOf(started, output, FACTS).position?.line).toBe(index + 1)
    },
  )

  it.each(lines.flatMap((line, index) => (line.trim() === '...' ? [] : [[line, index] as const])))(
    'is written back as it was after a change to: %s',
    (line, index) => {
      const changed = lines.with(index, line.replace(/[A-Za-z]{3,}(?![^{]*\})/, '$&ish')).join('\n')
      expect(changed).not.toBe(printed)
      expect(rewrite(expectationOf(changed), output, variables(FACTS)).join('\n')).toBe(printed)
    },
  )
})
