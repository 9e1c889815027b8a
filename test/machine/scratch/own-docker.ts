/** A Docker daemon on this computer itself, of an image's programs and with all its files in one folder; for tests that hold that it is let alone. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Image } from '../../../runner/machine/image/image.ts'
import { removeCgroups } from '../../../runner/machine/scratch/remove-cgroups.ts'

/** It runs one container, `precious`. */
export interface OwnDocker extends AsyncDisposable {
  docker(...args: string[]): string
}

/** dockerd(8) writes to a few folders that no option changes. */
const WITH_FOLDERS_OF_ITS_OWN = `
mount -t tmpfs none /run && mount -t tmpfs none /opt && mkdir /opt/etc /opt/work &&
mount -t overlay none -o lowerdir=/etc,upperdir=/opt/etc,workdir=/opt/work /etc && exec "$@"`

export const startOwnDocker = async ({ folder }: Image): Promise<OwnDocker> => {
  const home = mkdtempSync(join(tmpdir(), 'labwright-docker-'))
  const parent = `labwright-own-docker-${process.pid}`
  const programs = join(folder, 'root/usr')
  const env = { ...process.env, PATH: `${programs}/sbin:${programs}/bin:${process.env.PATH}` }
  const options = {
    ...{ host: `unix://${home}/docker.sock`, 'data-root': `${home}/data`, 'exec-root': `${home}/exec` },
    ...{ pidfile: `${home}/pid`, 'config-file': `${home}/daemon.json`, 'cgroup-parent': `/${parent}` },
    ...{ bridge: 'none', iptables: 'false', 'ip-forward': 'false' },
  }
  writeFileSync(options['config-file'], '{}')
  const daemon = spawn(
    'unshare',
    [
      ...[
        '--mount',
        '--propagation',
        'private',
        'sh',
        '-c',
        WITH_FOLDERS_OF_ITS_OWN,
        'sh',
        `${programs}/sbin/dockerd`,
      ],
      ...Object.entries(options).map(([name, value]) => `--${name}=${value}`),
    ],
    { env, stdio: ['ignore', 'ignore', openSync(join(home, 'log'), 'w')] },
  )
  const ended = once(daemon, 'exit')
  const docker = (...args: string[]): string =>
    execFileSync(`${programs}/bin/docker`, args, {
      env: { ...env, DOCKER_HOST: options.host },
      encoding: 'utf8',
    })
  const dispose = async (): Promise<void> => {
    daemon.kill('SIGTERM')
    await ended
    const groups = execFileSync('find', ['/sys/fs/cgroup', '-type', 'd', '-name', parent], {
      encoding: 'utf8',
    })
    await removeCgroups(groups.split('\n').filter(Boolean))
    rmSync(home, { recursive: true, maxRetries: 5 })
  }
  try {
    for (
      let tries = 0;
      !existsSync(`${home}/docker.sock`) && daemon.exitCode === null && tries < 1000;
      tries++
    )
      await sleep(20)
    execFileSync('tar', ['-C', `${programs}/bin`, '-cf', `${home}/mine.tar`, 'busybox'])
    docker('import', '--change', 'CMD ["/busybox", "sleep", "1000"]', `${home}/mine.tar`, 'mine')
    docker('run', '-d', '--name', 'precious', '--net=none', 'mine')
  } catch (error) {
    const log = readFileSync(`${home}/log`, 'utf8')
    await dispose()
    throw new Error(`no Docker of our own: ${log}`, { cause: error })
  }
  return { docker, [Symbol.asyncDispose]: dispose }
}
