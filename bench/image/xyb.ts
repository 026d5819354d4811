/** One channel of a picture, row by row. */
export type Channel = Float32Array

/** A picture in linear RGB, 0–1, or in XYB. */
export interface Channels {
  readonly width: number
  readonly height: number
  readonly planes: readonly [Channel, Channel, Channel]
}

const LINEAR = Float32Array.from({ length: 256 }, (_, byte) => {
  const value = byte / 255
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
})

/** Interleaved 8-bit sRGB without transparency to linear RGB. */
export const linearRgb = (pixels: Uint8Array, width: number, height: number): Channels => {
  const planes = [0, 1, 2].map(channel =>
    Float32Array.from({ length: width * height }, (_, i) => LINEAR[pixels[3 * i + channel]!]!),
  )
  return { width, height, planes: planes as unknown as Channels['planes'] }
}

/** Half the width and height, rounded up, as the mean of two by two; the last row and column are repeated. */
export const halfSize = ({ width, height, planes }: Channels): Channels => {
  const [columns, rows] = [Math.ceil(width / 2), Math.ceil(height / 2)]
  const half = planes.map(plane => {
    const out = new Float32Array(columns * rows)
    for (let y = 0; y < rows; y++) {
      const above = 2 * y * width
      const below = Math.min(2 * y + 1, height - 1) * width
      for (let x = 0; x < columns; x++) {
        const right = Math.min(2 * x + 1, width - 1)
        out[y * columns + x] =
          (plane[above + 2 * x]! + plane[above + right]! + plane[below + 2 * x]! + plane[below + right]!) / 4
      }
    }
    return out
  })
  return { width: columns, height: rows, planes: half as unknown as Channels['planes'] }
}

/** How the eye's three cones mix red, green and blue (JPEG XL, ISO/IEC 18181-1, annex L.2). */
const ABSORBANCE = [
  [0.3, 0.622, 0.078],
  [0.23, 0.692, 0.078],
  [0.24342268924547819, 0.20476744424496821, 0.5518098665095535],
] as const
const BIAS = 0.0037930732552754493
const ROOT_OF_BIAS = Math.cbrt(BIAS)

/** JPEG XL's XYB, moved and stretched as SSIMULACRA 2 does it, so that every channel lies within 0–1. */
export const toXyb = ({ width, height, planes: [red, green, blue] }: Channels): Channels => {
  const n = width * height
  const [x, y, b] = [new Float32Array(n), new Float32Array(n), new Float32Array(n)]
  const cone = (weights: readonly number[], i: number): number =>
    Math.cbrt(weights[0]! * red[i]! + weights[1]! * green[i]! + weights[2]! * blue[i]! + BIAS) - ROOT_OF_BIAS
  for (let i = 0; i < n; i++) {
    const long = cone(ABSORBANCE[0], i)
    const medium = cone(ABSORBANCE[1], i)
    const short = cone(ABSORBANCE[2], i)
    const light = (long + medium) / 2
    x[i] = ((long - medium) / 2) * 14 + 0.42
    y[i] = light + 0.01
    b[i] = short - light + 0.55
  }
  return { width, height, planes: [x, y, b] }
}
