/** The emulator that a browser machine runs in, and its serial lines, as far as we need them. v86's own names end here. */
import { V86 } from 'v86'
import type { Disk } from './disk.ts'
import { type LoadedWasm, loadWasm } from './v86-wasm.ts'

/** Bytes, as v86 hands them out and takes them. */
type Bytes = Uint8Array<ArrayBuffer>

export interface EmulatorOptions {
  /** Bytes of memory. */
  memory: number
  /** v86's own code. */
  wasm: Bytes
  disk: Disk
  /** What is booted; without it, it is empty until it is told to `restore`. */
  boot?: { bios: Bytes; vgaBios: Bytes; kernel: Bytes; initramfs: Bytes; commandLine: string }
}

/** What process 1 says on the console when the machines in it have ended. */
export const OVER = 'labwright: over'

/** One line of virtio-console, `/dev/hvc0` and so on: what it has no room for is dropped. */
export interface Port {
  send(data: Bytes): void
  onData(listener: (data: Bytes) => void): void
}

const buffer = ({ buffer, byteOffset, byteLength }: Bytes): { buffer: ArrayBuffer } => ({
  buffer:
    byteOffset === 0 && byteLength === buffer.byteLength
      ? buffer
      : buffer.slice(byteOffset, byteOffset + byteLength),
})

/** What the types leave out. */
type Machine = V86 & {
  bus: { send(event: string, data: Bytes): void }
  add_listener(event: string, listener: (data: never) => void): void
}

export class Emulator {
  readonly #v86: Machine
  readonly #wasm: LoadedWasm

  private constructor(v86: Machine, wasm: LoadedWasm) {
    this.#v86 = v86
    this.#wasm = wasm
  }

  /**
   * Makes one that does not run yet.
   * @throws WebAssembly.CompileError where v86's code is not whole
   */
  static async create({ memory, wasm, disk, boot }: EmulatorOptions): Promise<Emulator> {
    let loaded: LoadedWasm | undefined
    let fail = (_error: unknown): void => {}
    const failed = new Promise<never>((_, reject) => {
      fail = reject
    })
    const v86 = new V86({
      // Neither is ours to have in a worker.
      disable_keyboard: true,
      disable_mouse: true,
      disable_speaker: true,
      autostart: false,
      memory_size: memory,
      vga_memory_size: 2 ** 20,
      virtio_console: true,
      net_device: { type: 'none' },
      wasm_fn: async (imports: WebAssembly.Imports) => {
        try {
          loaded = await loadWasm(wasm, imports)
          return loaded.exports
        } catch (error) {
          fail(error)
          // v86 has no way to hear of it.
          return new Promise(() => {})
        }
      },
      hda: disk,
      ...(boot
        ? {
            bios: buffer(boot.bios),
            vga_bios: buffer(boot.vgaBios),
            bzimage: buffer(boot.kernel),
            initrd: buffer(boot.initramfs),
            cmdline: boot.commandLine,
          }
        : {}),
      // The types know neither a disk of one's own nor half of these.
    } as unknown as ConstructorParameters<typeof V86>[0])
    const ready = new Promise<void>((resolve) => v86.add_listener('emulator-loaded', () => resolve()))
    await Promise.race([ready, failed])
    return new Emulator(v86 as Machine, loaded!)
  }

  run(): Promise<void> {
    return Promise.resolve(this.#v86.run())
  }

  stop(): Promise<void> {
    return Promise.resolve(this.#v86.stop())
  }

  /** @param number 0 for `/dev/hvc0` */
  port(number: number): Port {
    const name = `virtio-console${number}`
    return {
      send: (data) => this.#v86.bus.send(`${name}-input-bytes`, data),
      onData: (listener) => this.#v86.add_listener(`${name}-output-bytes`, listener),
    }
  }

  /** What the kernel and process 1 say, a line at a time. */
  onConsoleLine(listener: (line: string) => void): void {
    let line = ''
    this.#v86.add_listener('serial0-output-byte', (byte: number) => {
      if (byte !== 10) {
        line += byte === 13 ? '' : String.fromCharCode(byte)
        return
      }
      listener(line)
      line = ''
    })
  }

  /** All of it: memory, processor, devices. */
  async save(): Promise<Bytes> {
    return new Uint8Array((await this.#v86.save_state()) as ArrayBuffer)
  }

  /** Unpacks a part of a state. @param to as long as that */
  unpack(data: Bytes, to: Bytes): void {
    this.#wasm.unpack(data, to)
  }

  /** @param state as `save` gave it */
  async restore(state: Bytes): Promise<void> {
    await this.#v86.restore_state(buffer(state).buffer)
  }

  /** Ends it for good, and gives its memory back. */
  async destroy(): Promise<void> {
    await this.#v86.destroy()
  }
}
