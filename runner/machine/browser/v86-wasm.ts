/** v86's own code, and what of it we use past v86: names that stand in one version of it, to which a state is bound anyway. */

type Bytes = Uint8Array<ArrayBuffer>

/** What v86's code exports, as far as we use it. Source: v86's `src/browser/starter.js` and `src/rust/cpu/memory.rs`. */
interface Exports {
  memory: WebAssembly.Memory
  zero_memory(address: number, bytes: number): void
  zstd_create_ctx(bytes: number): number
  zstd_get_src_ptr(context: number): number
  zstd_read(context: number, bytes: number): number
  zstd_read_free(pointer: number, bytes: number): void
  zstd_free_ctx(context: number): void
}

export interface LoadedWasm {
  /** As v86 wants them. */
  exports: WebAssembly.Exports
  /** Fills `to` with what one frame of zstd unpacks to, which must be as long. */
  unpack(data: Bytes, to: Bytes): void
}

export const loadWasm = async (wasm: Bytes, imports: WebAssembly.Imports): Promise<LoadedWasm> => {
  const { instance } = await WebAssembly.instantiate(wasm, imports)
  const exports = instance.exports as unknown as Exports
  return {
    exports: { ...instance.exports, zero_memory: unlessFresh(exports.zero_memory) },
    unpack(data, to) {
      const context = exports.zstd_create_ctx(data.length)
      // The memory may have grown, and be another buffer.
      new Uint8Array(exports.memory.buffer).set(data, exports.zstd_get_src_ptr(context))
      const pointer = exports.zstd_read(context, to.length)
      to.set(new Uint8Array(exports.memory.buffer, pointer, to.length))
      exports.zstd_read_free(pointer, to.length)
      exports.zstd_free_ctx(context)
    },
  }
}

/** Bytes at the beginning of a machine's memory in which v86's own allocator may have left its marks. */
const MARKED = 2 ** 20

/**
 * Memory that v86 has just been given is zero, but for its beginning: a computer that is told to write that into it would have
 * to find all of it, and most of a machine's memory is never used.
 */
const unlessFresh = (zero: Exports['zero_memory']): Exports['zero_memory'] => {
  let isFresh = true
  return (address, bytes) => {
    zero(address, isFresh ? Math.min(bytes, MARKED) : bytes)
    isFresh = false
  }
}
