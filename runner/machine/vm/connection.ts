/**
 * The way into a VM: SSH over a serial port of virtio. SSH has what is wanted, many commands at once, terminals and their
 * size, exit statuses; ssh2 and dropbear are well kept. A serial port needs neither a network card, which would lead out,
 * nor vsock, which needs a module on the host that only root can load.
 */
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import ssh2 from 'ssh2'
import { quote } from '../../terminal/quote.ts'

export interface ConnectionOptions {
  /** The socket that QEMU made of the port. */
  path: string
  /** The key, as OpenSSH writes it. */
  key: string
  /** What `adopt.sh` is told; nothing where the VM knows who it is. */
  greeting?: string
  /** Gives up. */
  signal: AbortSignal
}

export interface StartOptions {
  /** Of the terminal, where there is to be one. */
  size?: { columns: number; rows: number }
  /** Gives up. */
  signal?: AbortSignal
}

/** A VM that has not answered for two minutes stands still, and is given up. */
const ALIVE = { keepaliveInterval: 10_000, keepaliveCountMax: 12 }

/**
 * How often a command is started whose channel is closed at once. dropbear before 2024.86 does that where another command ends
 * just as a channel is opened, which one in twenty meets on a busy VM. Source: github.com/mkj/dropbear/pull/326
 */
const TRIES = 10

/** Milliseconds between two knocks. */
const PAUSE = 500

/**
 * Waits until `door.sh` hears us and nobody else. What is left of the one before is read and forgotten.
 * @returns the number that it goes by
 */
const knock = async (socket: Socket, signal: AbortSignal): Promise<number> => {
  const number = randomInt(2 ** 32)
  const say = (): void => {
    socket.write(`knock ${number}\n`)
  }
  const again = setInterval(say, PAUSE)
  let heard = ''
  let listen = (_chunk: Buffer): void => {}
  try {
    await new Promise<void>((resolve, reject) => {
      listen = (chunk) => {
        heard = (heard + chunk).slice(-1000)
        if (heard.includes(`open ${number}\n`)) resolve()
      }
      signal.addEventListener('abort', () => reject(signal.reason))
      socket.on('data', listen)
      say()
    })
    return number
  } finally {
    clearInterval(again)
    socket.off('data', listen)
  }
}

/** Milliseconds for the other end to hang up. */
const PATIENCE = 1000

export class Connection implements Disposable {
  readonly #client: ssh2.Client
  /** Aborted when the connection has gone. */
  readonly gone: AbortSignal

  private constructor(client: ssh2.Client) {
    this.#client = client
    const ending = new AbortController()
    this.gone = ending.signal
    client.on('close', () => ending.abort())
    client.on('error', () => ending.abort())
  }

  /** @throws where nobody answers */
  static async open({ path, key, greeting = '', signal }: ConnectionOptions): Promise<Connection> {
    const socket = connect(path)
    const client = new ssh2.Client()
    const connection = new Connection(client)
    const failed = new AbortController()
    socket.on('error', () => failed.abort())
    try {
      const giveUp = AbortSignal.any([signal, failed.signal, connection.gone])
      await once(socket, 'connect', { signal: giveUp })
      const number = await knock(socket, giveUp)
      socket.write(`enter ${number} ${greeting}\n`)
      const ready = once(client, 'ready', { signal: giveUp })
      // A VM that is not quick takes its time over the handshake; `signal` says how long.
      client.connect({ sock: socket, username: 'root', privateKey: key, readyTimeout: 0, ...ALIVE })
      await ready
      return connection
    } catch (error) {
      client.destroy()
      socket.destroy()
      throw error
    }
  }

  /**
   * Starts a command, on a terminal where a size is given. What is closed at once has been started too, out of reach and with
   * nothing to read: so a command must do no harm when it is started twice, as those that first read what they are to do.
   */
  async start(argv: readonly string[], options: StartOptions = {}): Promise<ssh2.ClientChannel> {
    for (let left = TRIES; ; left--) {
      try {
        return await this.#start(argv, options)
      } catch (error) {
        if (left === 1 || this.gone.aborted || options.signal?.aborted) throw error
      }
    }
  }

  #start(argv: readonly string[], { size, signal }: StartOptions): Promise<ssh2.ClientChannel> {
    const pty = size ? { pty: { cols: size.columns, rows: size.rows, term: 'xterm-256color' } } : {}
    return new Promise((resolve, reject) => {
      if (this.gone.aborted) return reject(new Error('the connection has gone'))
      const over = signal ? AbortSignal.any([this.gone, signal]) : this.gone
      const onOver = (): void =>
        reject(signal?.aborted ? signal.reason : new Error('the connection has gone'))
      over.addEventListener('abort', onOver, { once: true })
      this.#client.exec(argv.map(quote).join(' '), pty, (error, channel) => {
        over.removeEventListener('abort', onOver)
        if (error) reject(error)
        else if (over.aborted) channel.close()
        else resolve(channel)
      })
    })
  }

  /** Says goodbye: the door is open to the next one a moment later. */
  [Symbol.dispose](): void {
    if (this.gone.aborted) return
    this.#client.end()
    const timer = setTimeout(() => this.#client.destroy(), PATIENCE)
    this.gone.addEventListener('abort', () => clearTimeout(timer))
  }
}
