import { SIMILARITY_WASM } from './similarity.generated.js'

/** The functions of `similarity.wat`: addresses and strides in bytes, counts in values. */
interface Kernels {
  readonly memory: WebAssembly.Memory
  fromRgb(from: number, y: number, cb: number, cr: number, count: number): void
  fromRgba(from: number, y: number, cb: number, cr: number, count: number, grey: number): void
  halve(top: number, bottom: number, to: number, count: number): void
  blurDown(a: number, b: number, to: number, stride: number, count: number): void
  blurAcross(at: number, count: number): void
  similarity(at: number, stride: number, count: number, luminance: 0 | 1): void
}

/** Where `similarity.wat` has what, in bytes. */
export const ROWS_AT = 0
const WEIGHTS_AT = 64
const COUNTS_AT = 1024
const SUMS_AT = 16_384
const PIXELS_AT = 65_536
export const BINS = 2048
/** Rows are read and written up to three values beyond their end, and read 32 bytes at a time. */
const BEYOND = 64
const PAGE = 65_536

/** Pixels to each side of the 11 × 11 window of Wang 2004. */
export const RADIUS = 5
const SIGMA = 1.5

/** Working memory with the functions that work in it. It grows to what the largest comparison needs, and all comparisons share it. */
export interface Workbench {
  readonly kernels: Kernels
  /** Forgets everything that was allotted. */
  clear(): void
  /** @returns the address of so many bytes, with anything in them */
  allot(bytes: number): number
  /** The memory as it is now: what allots makes it stale. */
  bytes(): Uint8Array
  values(): Float32Array
  offsets(): Int32Array
  /** How many similarities fell into each bin, and their sums. */
  readonly counts: () => Uint32Array
  readonly sums: () => Float64Array
}

let opened: Workbench | undefined

export const workbench = (): Workbench => {
  opened ??= open()
  return opened
}

const open = (): Workbench => {
  const kernels = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(SIMILARITY_WASM, 'base64')))
    .exports as unknown as Kernels
  const { memory } = kernels
  const window = Array.from({ length: 2 * RADIUS + 1 }, (_, i) => Math.exp(-((i - RADIUS) ** 2) / (2 * SIGMA * SIGMA)))
  const whole = window.reduce((a, b) => a + b, 0)
  new Float32Array(memory.buffer, WEIGHTS_AT).set(window.map(w => w / whole))
  let end = PIXELS_AT
  return {
    kernels,
    clear: () => {
      end = PIXELS_AT
    },
    allot: bytes => {
      const at = end
      end += Math.ceil((bytes + BEYOND) / 16) * 16
      if (end > memory.buffer.byteLength) memory.grow(Math.ceil((end - memory.buffer.byteLength) / PAGE))
      return at
    },
    bytes: () => new Uint8Array(memory.buffer),
    values: () => new Float32Array(memory.buffer),
    offsets: () => new Int32Array(memory.buffer),
    counts: () => new Uint32Array(memory.buffer, COUNTS_AT, BINS),
    sums: () => new Float64Array(memory.buffer, SUMS_AT, BINS),
  }
}
