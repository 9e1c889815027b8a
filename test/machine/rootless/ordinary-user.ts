/**
 * A user that has just been made on this computer, who is nobody in particular: they can read this clone and run Node,
 * wherever these lie, and have a home, and nothing else. Only root can make one.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'

const CLONE = join(import.meta.dirname, '../../..')

/** Shows the clone and Node in a folder that the user may enter, to nobody else; then becomes the user. */
const ENTER = `
mount --bind "$CLONE" "$VIEW/clone" && mount --bind "$NODE" "$VIEW/bin/node" || exit
eval "$BEFORE"
cd "$VIEW/$FROM" || exit
exec setpriv --reuid="$NAME" --regid="$NAME" --init-groups env -i HOME="$VIEW/home" PATH="$VIEW/bin:/usr/bin:/bin" "$@"
`

export interface RunOptions {
  /** Run by root first, in the mount namespace that only this command has. */
  before?: string
  /** Where it is run: in the clone, unless told otherwise. */
  from?: 'clone' | 'home'
}

export class OrdinaryUser implements AsyncDisposable {
  readonly name = `lw-${process.pid}-${Math.floor(Math.random() * 1e4)}`
  readonly folder = mkdtempSync(join(tmpdir(), 'labwright-user-'))
  id = 0

  static async create(): Promise<OrdinaryUser> {
    const user = new OrdinaryUser()
    const { name, folder } = user
    chmodSync(folder, 0o755)
    for (const each of ['clone', 'bin']) mkdirSync(join(folder, each))
    writeFileSync(join(folder, 'bin/node'), '', { mode: 0o755 })
    // Whether it gives ranges by itself depends on /etc/login.defs.
    await execa('useradd', [
      '--create-home',
      '--home-dir',
      user.home,
      '--key',
      'SUB_UID_COUNT=0',
      '--key',
      'SUB_GID_COUNT=0',
      name,
    ])
    await user.giveRange()
    user.id = Number((await execa('id', ['-u', name])).stdout)
    return user
  }

  get home(): string {
    return join(this.folder, 'home')
  }

  async giveRange(): Promise<void> {
    const range = `${RANGE}-${RANGE + 65_535}`
    await execa('usermod', ['--add-subuids', range, '--add-subgids', range, this.name])
  }

  async takeRange(): Promise<void> {
    const range = `${RANGE}-${RANGE + 65_535}`
    await execa('usermod', ['--del-subuids', range, '--del-subgids', range, this.name])
  }

  /** Files of the user's own, in their home. */
  write(files: Record<string, string>): void {
    for (const [name, text] of Object.entries(files)) {
      const file = join(this.home, name)
      mkdirSync(join(file, '..'), { recursive: true })
      writeFileSync(file, text)
    }
  }

  /** Starts a command as the user, in their home. */
  start(command: string[], { before = '', from = 'clone' }: RunOptions = {}) {
    return execa(
      'unshare',
      ['--mount', '--propagation', 'private', 'bash', '-c', ENTER, 'bash', ...command],
      {
        env: {
          CLONE,
          VIEW: this.folder,
          NODE: process.execPath,
          NAME: this.name,
          BEFORE: before,
          FROM: from,
        },
        reject: false,
        all: true,
        stdin: 'ignore',
      },
    )
  }

  /** Starts `labwright` as the user. */
  labwright(args: string[], options?: RunOptions) {
    return this.start(['node', join(this.folder, 'clone/runner/cli/labwright.js'), ...args], options)
  }

  /** What runs as the user, or as one of those they may be, a line each. */
  async processes(): Promise<string[]> {
    const { stdout } = await execa('ps', ['-eo', 'uid=,stat=,pid=,args='])
    return stdout.split('\n').filter((line) => {
      const [uid, state = ''] = line.trim().split(/\s+/)
      const mine = Number(uid) === this.id || (Number(uid) >= RANGE && Number(uid) < RANGE + 65_536)
      // A dead one whose parent is the computer's process 1 holds nothing any more.
      return mine && !state.startsWith('Z')
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await execa('userdel', [this.name])
    rmSync(this.folder, { recursive: true, force: true })
    rmSync(join(tmpdir(), `labwright-${this.id}`), { recursive: true, force: true })
  }
}

/** Far from those that users of this computer have. */
const RANGE = 2_000_000_000
