/**
 * A Gaussian of σ = 1.5 as a sum of three truncated cosines (Charalampidis, Recursive implementation of the Gaussian filter using
 * truncated cosine functions, 2016), as SSIMULACRA 2 has it. Its response ends after four pixels, so it is written as the nine taps that
 * the recursion comes to; beyond the edges everything is 0.
 */
const SIGMA = 1.5
const RADIUS = Math.round(3.2795 * SIGMA + 0.2546)
const REACH = RADIUS - 1

const solve = (rows: readonly (readonly [number, number, number])[], right: readonly number[]): number[] => {
  const determinant = (m: readonly (readonly number[])[]): number =>
    m[0]![0]! * (m[1]![1]! * m[2]![2]! - m[1]![2]! * m[2]![1]!) -
    m[0]![1]! * (m[1]![0]! * m[2]![2]! - m[1]![2]! * m[2]![0]!) +
    m[0]![2]! * (m[1]![0]! * m[2]![1]! - m[1]![1]! * m[2]![0]!)
  const whole = determinant(rows)
  return [0, 1, 2].map(
    column => determinant(rows.map((row, i) => row.map((value, j) => (j === column ? right[i]! : value)))) / whole,
  )
}

/** The weight of a pixel this far away, 0 to 4. */
export const TAPS: readonly number[] = (() => {
  const omega = [1, 3, 5].map(k => (k * Math.PI) / (2 * RADIUS))
  const sign = [1, -1, 1]
  const p = omega.map((w, i) => sign[i]! / Math.tan(w / 2))
  const r = omega.map((w, i) => (sign[i]! * p[i]! * p[i]!) / Math.sin(w))
  const rho = omega.map(w => Math.exp(-0.5 * SIGMA * SIGMA * w * w) / RADIUS)
  const minor = (a: number, b: number): number => p[a]! * r[b]! - r[a]! * p[b]!
  const zeta = [minor(1, 2) / minor(0, 1), minor(2, 0) / minor(0, 1)]
  const beta = solve(
    [
      [p[0]!, p[1]!, p[2]!],
      [r[0]!, r[1]!, r[2]!],
      [zeta[0]!, zeta[1]!, 1],
    ],
    [1, RADIUS * RADIUS - SIGMA * SIGMA, zeta[0]! * rho[0]! + zeta[1]! * rho[1]! + rho[2]!],
  )
  return Array.from({ length: RADIUS }, (_, k) => beta.reduce((sum, b, i) => sum + b * Math.cos(omega[i]! * k), 0))
})()

/** Rows first, then columns; nine taps written out, because a loop over them takes three times as long. */
export const blur = (source: Float32Array, width: number, height: number): Float32Array => {
  const rows = new Float32Array(source.length)
  for (let y = 0; y < height; y++) blurLine(source, rows, y * width, 1, width)
  const out = new Float32Array(source.length)
  const [t0, t1, t2, t3, t4] = TAPS as [number, number, number, number, number]
  for (let y = 0; y < height; y++) {
    if (y < REACH || y >= height - REACH) continue
    for (let i = y * width, end = i + width; i < end; i++)
      out[i] =
        t0 * rows[i]! +
        t1 * (rows[i - width]! + rows[i + width]!) +
        t2 * (rows[i - 2 * width]! + rows[i + 2 * width]!) +
        t3 * (rows[i - 3 * width]! + rows[i + 3 * width]!) +
        t4 * (rows[i - 4 * width]! + rows[i + 4 * width]!)
  }
  for (let y = 0; y < height; y++) {
    if (y >= REACH && y < height - REACH) continue
    for (let x = 0; x < width; x++) out[y * width + x] = tap(rows, x, width, y, height)
  }
  return out
}

const blurLine = (source: Float32Array, out: Float32Array, at: number, stride: number, length: number): void => {
  const [t0, t1, t2, t3, t4] = TAPS as [number, number, number, number, number]
  for (let x = 0; x < length; x++) {
    const i = at + x
    out[i] =
      x >= REACH && x < length - REACH
        ? t0 * source[i]! +
          t1 * (source[i - 1]! + source[i + 1]!) +
          t2 * (source[i - 2]! + source[i + 2]!) +
          t3 * (source[i - 3]! + source[i + 3]!) +
          t4 * (source[i - 4]! + source[i + 4]!)
        : tap(source, at, stride, x, length)
  }
}

const tap = (source: Float32Array, at: number, stride: number, index: number, length: number): number => {
  let sum = 0
  for (let k = -REACH; k <= REACH; k++)
    if (index + k >= 0 && index + k < length) sum += TAPS[Math.abs(k)]! * source[at + (index + k) * stride]!
  return sum
}
