import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CONTAINER_IMAGES } from '../../../runner/machine/image/packages.ts'
import type { ScratchMachine } from '../../../runner/machine/scratch/scratch.ts'
import { scratch } from '../../play/play-lesson.ts'

const NAMES = CONTAINER_IMAGES.flatMap(({ names }) => names)

let machine: ScratchMachine
beforeAll(async () => {
  machine = await scratch()
})
afterAll(() => machine[Symbol.asyncDispose]())

/** What a script printed. @throws Error where it failed */
const run = async (script: string): Promise<string> => {
  const { stdout, stderr, exit } = await machine.exec(script, { timeout: 60_000 })
  if (exit !== 0) throw new Error(`exit status ${exit}: ${stderr}`)
  return stdout
}

describe('the daemon', () => {
  it('starts when it is first asked for, whoever asks, once', async () => {
    await using fresh = await scratch()
    const daemons = async () => (await fresh.exec('pgrep -c dockerd')).stdout
    expect(await daemons()).toBe('0\n')
    const asked = await Promise.all(
      Array.from({ length: 4 }, () => fresh.exec('docker ps -q', { timeout: 30_000 })),
    )
    expect(asked).toEqual(Array(4).fill({ stdout: '', stderr: '', exit: 0 }))
    expect(await daemons()).toBe('1\n')
  })

  it('starts when it is typed in a terminal', async () => {
    await using fresh = await scratch()
    await using terminal = await fresh.open('host', { columns: 120, rows: 24 })
    expect(await terminal.run('docker ps', { timeout: 30_000 })).toMatchObject({
      output: expect.stringMatching(/^CONTAINER ID {3}IMAGE/),
      exit: 0,
    })
  })

  it('rests when nobody asks it for anything', async () => {
    await using fresh = await scratch()
    const wakeUps = async (): Promise<number> =>
      Number(
        (
          await fresh.exec(
            "cat /proc/$(pgrep -x containerd)/task/*/status | awk '/^voluntary/ { sum += $2 } END { print sum }'",
          )
        ).stdout,
      )
    await fresh.exec('docker run --rm busybox true', { timeout: 30_000 })
    await sleep(2000)
    const before = await wakeUps()
    await sleep(3000)
    // Twice as many in a second, were it not told to look for garbage seldom.
    expect((await wakeUps()) - before).toBeLessThan(300)
  })

  it('is there on each machine of a lab that requires it', async () => {
    await using fresh = await scratch({ docker: true, twoMachines: true })
    for (const on of ['host', 'beta']) {
      const { exit } = await fresh.exec(
        'for i in {1..1000}; do [ -S /run/docker.sock ] && exit; sleep 0.01; done; exit 1',
        {
          on,
        },
      )
      expect(exit).toBe(0)
    }
  })
})

describe('container images', () => {
  it('are there, each labelled as a stand-in, under their names', async () => {
    const names = await run("docker images --format '{{.Repository}}:{{.Tag}}' | sort")
    expect(names.trim().split('\n')).toEqual(
      NAMES.map((name) => (name.includes(':') ? name : `${name}:latest`)).sort(),
    )
    for (const name of NAMES)
      expect(
        await run(
          `docker image inspect --format '{{index .Config.Labels "org.labwright.stand-in"}}' ${name}`,
        ),
      ).toContain('not the image that a registry holds')
  })

  it('run, without anything being pulled', async () => {
    for (const [name, command, expected] of [
      ['busybox', 'echo hi', /^hi\n$/],
      ['alpine', 'cat /etc/passwd', /root/],
      ['ubuntu', "bash -c 'echo $BASH_VERSION'", /^5/],
      ['nginx', 'nginx -v', /^$/],
      ['python:3', 'python -c "print(6 * 7)"', /^42\n$/],
      ['nicolaka/netshoot', 'ip -V', /^ip utility/],
    ] as const)
      expect(await run(`docker run --rm --pull never ${name} ${command}`)).toMatch(expected)
    const { exit, stderr } = await machine.exec('docker run --rm debian true', { timeout: 20_000 })
    expect(exit).toBe(125)
    expect(stderr).toContain("Unable to find image 'debian:latest' locally")
  })

  it('can be removed, although their layers lie in the image, and loaded again', async () => {
    await using fresh = await scratch()
    const { stdout, exit } = await fresh.exec(
      `set -e
      docker save busybox -o /tmp/saved.tar; tar -xOf /tmp/saved.tar --wildcards '*/layer.tar' | tar t | grep bin/busybox
      docker rmi $(docker images -q | sort -u) --force >/dev/null; docker images -q | wc -l; ls /var/lib/docker/overlay2
      docker load -q -i /tmp/saved.tar; docker run --rm busybox echo loaded`,
      { timeout: 60_000 },
    )
    expect(stdout).toBe('./bin/busybox\n0\nl\nLoaded image: busybox:latest\nloaded\n')
    expect(exit).toBe(0)
    // They are whole in other machines.
    expect(await run('docker run --rm busybox echo whole')).toBe('whole\n')
  })

  it('can be built upon and committed to', async () => {
    const built = await run(`mkdir -p /tmp/build; cd /tmp/build
      printf 'FROM python:3-slim\\nRUN echo hi >/hi && rm /bin/ls\\nCOPY Dockerfile /\\nCMD ["cat", "/hi"]\\n' >Dockerfile
      docker build --tag mine . >/dev/null && docker run --rm mine`)
    expect(built).toBe('hi\n')
    const committed =
      await run(`docker run --name changed busybox sh -c 'echo new >/file' && docker commit changed later >/dev/null
      docker diff changed; docker run --rm later cat /file; docker export changed | tar t | grep -c bin/`)
    expect(committed).toMatch(/^A \/file\nnew\n\d+\n$/)
  })
})

describe('containers', () => {
  // Its log is off there, for the sake of one line that means nothing (docker/cli#5043).
  it('in the background say why they could not run', async () => {
    const ran = await machine.exec(
      'docker run -d --name twice busybox true; docker run -d --name twice busybox',
    )
    expect(ran).toMatchObject({ exit: 125, stderr: expect.stringContaining('"/twice" is already in use') })
    await run('docker rm -f twice')
  })

  it('may be privileged', async () => {
    expect(
      await run(
        `docker run --rm --privileged busybox sh -c 'ip link add name br9 type bridge && mount -t tmpfs none /home && echo done'`,
      ),
    ).toBe('done\n')
  })

  it('find no disk of this computer, privileged or not', async () => {
    const disks = `for node in $(cat /proc/partitions | awk 'NR > 2 { print $1 ":" $2 }'); do mknod /disk b \${node%:*} \${node#*:} && head -c 1 /disk >/dev/null && echo readable; rm -f /disk; done 2>&1`
    const { stdout } = await machine.exec(
      `docker run --rm --privileged busybox sh -c ${JSON.stringify(disks.replaceAll('$', '\\$'))}`,
    )
    expect(stdout).not.toContain('readable')
  })

  it('share the network of the machine, of each other, or none', async () => {
    expect(await run('docker run --rm --net=host busybox hostname')).toBe('host\n')
    expect(await run('docker run --rm --net=none busybox ip -o link | wc -l')).toBe('1\n')
    expect(
      await run(`docker run -d --name web nginx >/dev/null
        docker run --rm --net=container:web nicolaka/netshoot curl -sS http://127.0.0.1/ | grep -i '<title>'; docker rm -f web >/dev/null`),
    ).toMatch(/<title>/i)
  })

  it('are reached on published ports', async () => {
    expect(
      await run(`docker run -d --name front -p 8080:80 nginx >/dev/null
        for i in {1..50}; do curl -sf http://127.0.0.1:8080/ >/tmp/page && break; sleep 0.1; done
        grep -ci '<title>' /tmp/page; docker rm -f front >/dev/null`),
    ).toBe('1\n')
  })

  it('know each other by name on networks of their own', async () => {
    expect(
      await run(`docker network create --subnet 10.9.0.0/24 lan >/dev/null
        docker run -d --name one --net lan busybox sleep 100 >/dev/null
        docker run --rm --net lan busybox ping -c 1 -W 2 one | grep -c '1 packets received'
        docker rm -f one >/dev/null; docker network rm lan >/dev/null`),
    ).toBe('1\n')
  })

  it('have cards of their own on the LAN with macvlan', async () => {
    expect(
      await run(`docker network create -d macvlan --subnet 10.77.0.0/24 --gateway 10.77.0.1 -o parent=eth0 cards >/dev/null
        docker run --rm --net cards --ip 10.77.0.99 busybox ping -c 1 -W 2 10.77.0.1 | grep -c '1 packets received'
        docker network rm cards >/dev/null`),
    ).toBe('1\n')
  })
})

describe('a swarm of two machines', () => {
  it('joins containers over an overlay network', async () => {
    await using pair = await scratch({ docker: true, twoMachines: true })
    const on = async (name: string, script: string): Promise<string> => {
      const { stdout, stderr, exit } = await pair.exec(script, { on: name, timeout: 60_000 })
      if (exit !== 0) throw new Error(`${script}: ${stderr}`)
      return stdout
    }
    await on('host', `docker swarm init --advertise-addr ${pair.facts['host.ip']}`)
    const token = (await on('host', 'docker swarm join-token -q worker')).trim()
    await on('beta', `docker swarm join --token ${token} host:2377`)
    await on('host', 'docker network create -d overlay --attachable wide')
    await on('host', 'docker run -d --name far --net wide busybox sleep 1000')
    expect(await on('beta', 'docker run --rm --net wide busybox ping -c 2 -W 3 far')).toContain(
      '2 packets received',
    )
  })
})
