/** One channel of a picture, row by row. */
export interface Plane {
  readonly width: number
  readonly height: number
  readonly data: Float32Array
}

export interface YCbCr {
  readonly y: Plane
  /** At half the size, as every lossy format here stores it. */
  readonly cb: Plane
  readonly cr: Plane
}

const plane = (width: number, height: number): Plane => ({ width, height, data: new Float32Array(width * height) })

/**
 * Splits interleaved 8-bit RGB or RGBA into Y′CbCr (ITU-R BT.601, full range, 0–255). A transparent picture is laid on a
 * background of the given grey first: what shows through differs from page to page.
 */
export const toYCbCr = (
  pixels: Uint8Array,
  width: number,
  height: number,
  channels: 3 | 4,
  background = 255,
): YCbCr => {
  const y = plane(width, height)
  const cb = plane(width, height)
  const cr = plane(width, height)
  for (let i = 0, p = 0; i < width * height; i++, p += channels) {
    let r = pixels[p]!
    let g = pixels[p + 1]!
    let b = pixels[p + 2]!
    if (channels === 4) {
      const alpha = pixels[p + 3]! / 255
      r = r * alpha + background * (1 - alpha)
      g = g * alpha + background * (1 - alpha)
      b = b * alpha + background * (1 - alpha)
    }
    const luma = 0.299 * r + 0.587 * g + 0.114 * b
    y.data[i] = luma
    cb.data[i] = 128 + 0.564 * (b - luma)
    cr.data[i] = 128 + 0.713 * (r - luma)
  }
  return { y, cb: halve(cb), cr: halve(cr) }
}

/** Half the width and height (at least 1), each pixel the mean of two by two: the low-pass and downsampling of Wang 2003. */
export const halve = (source: Plane): Plane => {
  const half = plane(Math.max(1, source.width >> 1), Math.max(1, source.height >> 1))
  const right = source.width > 1 ? 1 : 0
  const below = source.height > 1 ? source.width : 0
  for (let row = 0; row < half.height; row++) {
    let from = row * 2 * source.width
    let to = row * half.width
    for (let column = 0; column < half.width; column++, from += 2, to++) {
      const d = source.data
      half.data[to] = (d[from]! + d[from + right]! + d[from + below]! + d[from + below + right]!) / 4
    }
  }
  return half
}

const RADIUS = 5
const SIGMA = 1.5
const WEIGHTS = (() => {
  const raw = Array.from({ length: RADIUS + 1 }, (_, i) => Math.exp(-(i * i) / (2 * SIGMA * SIGMA)))
  const sum = raw[0]! + 2 * raw.slice(1).reduce((a, b) => a + b, 0)
  return Float64Array.from(raw, w => w / sum)
})()

/** The 11 × 11 circular Gaussian window (σ = 1.5) of Wang 2004, edges mirrored. `scratch` and `target` hold as many values as the source. */
export const blur = (source: Plane, scratch: Float32Array, target: Float32Array): void => {
  const { width, height, data } = source
  const [w0, w1, w2, w3, w4, w5] = WEIGHTS as unknown as [number, number, number, number, number, number]
  const mirror = (i: number, n: number): number => {
    const reflected = i < 0 ? -i : i >= n ? 2 * n - 2 - i : i
    return Math.min(n - 1, Math.max(0, reflected))
  }
  const tap = (d: Float32Array, offset: number, stride: number, i: number, n: number): number => {
    let sum = w0 * d[offset + i * stride]!
    for (let k = 1; k <= RADIUS; k++)
      sum += WEIGHTS[k]! * (d[offset + mirror(i - k, n) * stride]! + d[offset + mirror(i + k, n) * stride]!)
    return sum
  }
  for (let row = 0; row < height; row++) {
    const at = row * width
    const inner = Math.max(RADIUS, width - RADIUS)
    for (let x = 0; x < Math.min(RADIUS, width); x++) scratch[at + x] = tap(data, at, 1, x, width)
    for (let x = RADIUS, i = at + RADIUS; x < width - RADIUS; x++, i++)
      scratch[i] =
        w0 * data[i]! +
        w1 * (data[i - 1]! + data[i + 1]!) +
        w2 * (data[i - 2]! + data[i + 2]!) +
        w3 * (data[i - 3]! + data[i + 3]!) +
        w4 * (data[i - 4]! + data[i + 4]!) +
        w5 * (data[i - 5]! + data[i + 5]!)
    for (let x = inner; x < width; x++) scratch[at + x] = tap(data, at, 1, x, width)
  }
  for (let row = 0; row < height; row++) {
    const at = row * width
    if (row < RADIUS || row >= height - RADIUS) {
      for (let x = 0; x < width; x++) target[at + x] = tap(scratch, x, width, row, height)
      continue
    }
    for (let i = at; i < at + width; i++)
      target[i] =
        w0 * scratch[i]! +
        w1 * (scratch[i - width]! + scratch[i + width]!) +
        w2 * (scratch[i - 2 * width]! + scratch[i + 2 * width]!) +
        w3 * (scratch[i - 3 * width]! + scratch[i + 3 * width]!) +
        w4 * (scratch[i - 4 * width]! + scratch[i + 4 * width]!) +
        w5 * (scratch[i - 5 * width]! + scratch[i + 5 * width]!)
  }
}
