import { type Workbench, workbench } from './kernels.js'

/** One channel of a picture, row by row, in the workbench's memory: `at` is its address. */
export interface Plane {
  readonly width: number
  readonly height: number
  readonly at: number
}

export interface YCbCr {
  readonly y: Plane
  /** At half the size, as every lossy format here stores it. */
  readonly cb: Plane
  readonly cr: Plane
}

/** A decoded picture, 8 bits a channel, interleaved. */
export interface Pixels {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
  readonly channels: 3 | 4
}

const plane = (bench: Workbench, width: number, height: number): Plane => ({
  width,
  height,
  at: bench.allot(4 * width * height),
})

const half = (length: number): number => Math.max(1, length >> 1)

/** Puts a channel's values into the workbench. */
export const layDown = (source: { width: number; height: number; data: ArrayLike<number> }): Plane => {
  const bench = workbench()
  const target = plane(bench, source.width, source.height)
  bench.values().set(source.data, target.at / 4)
  return target
}

/**
 * Splits pixels into Y′CbCr (ITU-R BT.601, full range, 0–255). A transparent picture is laid on a background of the given grey first: what
 * shows through differs from page to page.
 */
export const toYCbCr = ({ data, width, height, channels }: Pixels, grey: number): YCbCr => {
  const bench = workbench()
  const { kernels } = bench
  const y = plane(bench, width, height)
  const cb = plane(bench, half(width), half(height))
  const cr = plane(bench, half(width), half(height))
  const rowBytes = width * channels
  const source = bench.allot(rowBytes)
  // Two rows of each colour at full width, of which one at half of it is made.
  const [cbTop, cbBottom, crTop, crBottom] = [0, 0, 0, 0].map(() => bench.allot(4 * width)) as Four
  const bytes = bench.bytes()
  const read = (row: number, cbRow: number, crRow: number): void => {
    bytes.set(data.subarray(row * rowBytes, (row + 1) * rowBytes), source)
    const to = y.at + 4 * row * width
    if (channels === 4) kernels.fromRgba(source, to, cbRow, crRow, width, grey)
    else kernels.fromRgb(source, to, cbRow, crRow, width)
  }
  const values = bench.values()
  for (let row = 0; row < height; row++) {
    const top = row % 2 === 0
    read(row, top ? cbTop : cbBottom, top ? crTop : crBottom)
    if (top && height > 1) continue
    const to = 4 * (row >> 1) * cb.width
    halveRow(bench, values, cbTop, top ? cbTop : cbBottom, cb.at + to, width)
    halveRow(bench, values, crTop, top ? crTop : crBottom, cr.at + to, width)
  }
  return { y, cb, cr }
}

type Four = [number, number, number, number]

/** Half the width and height (at least 1), each pixel the mean of two by two: the low-pass and downsampling of Wang 2003. */
export const halve = (source: Plane): Plane => {
  const bench = workbench()
  const target = plane(bench, half(source.width), half(source.height))
  const values = bench.values()
  for (let row = 0; row < target.height; row++) {
    const top = source.at + 8 * row * source.width
    const bottom = source.height > 1 ? top + 4 * source.width : top
    halveRow(bench, values, top, bottom, target.at + 4 * row * target.width, source.width)
  }
  return target
}

const halveRow = (
  { kernels }: Workbench,
  values: Float32Array,
  top: number,
  bottom: number,
  to: number,
  width: number,
): void => {
  if (width > 1) kernels.halve(top, bottom, to, width >> 1)
  else values[to / 4] = (values[top / 4]! + values[bottom / 4]!) / 2
}
