import { blur, halve, type Plane } from './planes.js'

/** Exponents of the five scales, finest first (Wang, Simoncelli, Bovik: Multi-scale structural similarity, 2003, section 3.3). */
const SCALE_WEIGHTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333] as const
/** (K₁L)² and (K₂L)² of Wang 2004 with L = 255. */
const C1 = (0.01 * 255) ** 2
const C2 = (0.03 * 255) ** 2
/** A scale smaller than the window says nothing. */
const SMALLEST_SIDE = 11

/** One scale of a reference, with everything that does not depend on the picture compared. */
interface ReferenceScale {
  readonly plane: Plane
  readonly mean: Float32Array
  readonly variance: Float32Array
}

/** A reference plane, prepared once and compared with many encodings. */
export type PreparedPlane = readonly ReferenceScale[]

/** How local similarities become one number. */
export type Pooling = 'mean' | 'worst'

/** Share of each map that `worst` looks at (Moorthy, Bovik: Visual importance pooling, 2009: the lowest 6 %). */
const WORST_SHARE = 0.06

/**
 * Working memory, shared by all comparisons: each runs to its end before another begins, and fresh arrays for every scale of
 * every try would be hundreds of megabytes of garbage.
 */
const lent: Float32Array[] = []
const borrow = (slot: 'scratch' | 'mean' | 'square' | 'product' | 'factor', length: number): Float32Array => {
  const index = ['scratch', 'mean', 'square', 'product', 'factor'].indexOf(slot)
  if ((lent[index]?.length ?? 0) < length) lent[index] = new Float32Array(length)
  return lent[index]!.subarray(0, length)
}

/** Pixel by pixel; loops, because closures over typed arrays cost several times as much. */
const multiply = (a: Plane, b: Plane): Plane => {
  const data = borrow('factor', a.data.length)
  for (let i = 0; i < data.length; i++) data[i] = a.data[i]! * b.data[i]!
  return { width: a.width, height: a.height, data }
}

export const preparePlane = (plane: Plane): PreparedPlane => {
  const scales: ReferenceScale[] = []
  for (let current = plane; scales.length < SCALE_WEIGHTS.length; current = halve(current)) {
    if (scales.length > 0 && Math.min(current.width, current.height) < SMALLEST_SIDE) break
    const scratch = borrow('scratch', current.data.length)
    const mean = new Float32Array(current.data.length)
    const variance = new Float32Array(current.data.length)
    blur(current, scratch, mean)
    blur(multiply(current, current), scratch, variance)
    for (let i = 0; i < mean.length; i++) variance[i] = variance[i]! - mean[i]! * mean[i]!
    scales.push({ plane: current, mean, variance })
  }
  return scales
}

/**
 * Multi-scale structural similarity of a plane with a prepared reference of the same size (Wang 2003): contrast and structure
 * at every scale, luminance at the coarsest. With pooling `mean` it is the published index; with `worst`, each map is
 * represented by the mean of its lowest 6 % (Moorthy and Bovik 2009), because people judge a picture by its worst places.
 * @returns 0 (nothing alike) to 1 (identical). Planes too small for five scales use as many as fit, exponents renormalised.
 */
export const multiScaleSsim = (reference: PreparedPlane, distorted: Plane, pooling: Pooling): number => {
  const total = SCALE_WEIGHTS.slice(0, reference.length).reduce<number>((a, b) => a + b, 0)
  let score = 1
  let current = distorted
  reference.forEach((scale, index) => {
    if (index > 0) current = halve(current)
    const last = index === reference.length - 1
    const similarity = Math.max(0, pool(similarities(scale, current, last), pooling))
    score *= similarity ** (SCALE_WEIGHTS[index]! / total)
  })
  return score
}

/** Local contrast × structure (and × luminance where asked) per pixel. */
const similarities = (reference: ReferenceScale, distorted: Plane, luminance: boolean): Float32Array => {
  const n = distorted.data.length
  const scratch = borrow('scratch', n)
  const mean = borrow('mean', n)
  const square = borrow('square', n)
  const product = borrow('product', n)
  blur(distorted, scratch, mean)
  blur(multiply(distorted, distorted), scratch, square)
  blur(multiply(distorted, reference.plane), scratch, product)
  for (let i = 0; i < n; i++) {
    const m1 = reference.mean[i]!
    const m2 = mean[i]!
    const structure =
      (2 * (product[i]! - m1 * m2) + C2) /
      (Math.max(0, reference.variance[i]!) + Math.max(0, square[i]! - m2 * m2) + C2)
    scratch[i] = luminance ? (structure * (2 * m1 * m2 + C1)) / (m1 * m1 + m2 * m2 + C1) : structure
  }
  return scratch
}

const BINS = 2048

const pool = (map: Float32Array, pooling: Pooling): number => {
  if (pooling === 'mean') return map.reduce((a, b) => a + b, 0) / map.length
  const counts = new Uint32Array(BINS)
  const sums = new Float64Array(BINS)
  for (let i = 0; i < map.length; i++) {
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor(((map[i]! + 1) / 2) * BINS)))
    counts[bin]!++
    sums[bin]! += map[i]!
  }
  const wanted = Math.max(1, Math.ceil(map.length * WORST_SHARE))
  let taken = 0
  let sum = 0
  for (let bin = 0; bin < BINS && taken < wanted; bin++) {
    const count = counts[bin]!
    if (count === 0) continue
    const used = Math.min(count, wanted - taken)
    sum += (sums[bin]! / count) * used
    taken += used
  }
  return sum / taken
}
