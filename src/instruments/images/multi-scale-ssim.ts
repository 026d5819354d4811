import { BINS, RADIUS, ROWS_AT, workbench } from './kernels.js'
import { halve, layDown, type Pixels, type Plane, toYCbCr } from './planes.js'

/** Exponents of the five scales, finest first (Wang, Simoncelli, Bovik: Multi-scale structural similarity, 2003, section 3.3). */
const SCALE_WEIGHTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333] as const
/** A scale smaller than the window says nothing. */
const SMALLEST_SIDE = 2 * RADIUS + 1

/** How local similarities become one number. */
export type Pooling = 'mean' | 'worst'

/** Share of each map that `worst` looks at (Moorthy, Bovik: Visual importance pooling, 2009: the lowest 6 %). */
const WORST_SHARE = 0.06

/** One channel of a picture, row by row. */
export interface Channel {
  readonly width: number
  readonly height: number
  /** 0–255. */
  readonly data: ArrayLike<number>
}

/**
 * Multi-scale structural similarity of two channels of the same size (Wang 2003): contrast and structure at every scale, luminance at the
 * coarsest. With pooling `mean` it is the published index; with `worst`, each map is represented by the mean of its lowest 6 % (Moorthy
 * and Bovik 2009), because people judge a picture by its worst places.
 * @returns 0 (nothing alike) to 1 (identical). Channels too small for five scales use as many as fit, exponents renormalised.
 */
export const multiScaleSsim = (a: Channel, b: Channel, pooling: Pooling): number => {
  workbench().clear()
  return ofPlanes(layDown(a), layDown(b), pooling)
}

/** The same of luma and both chroma channels of two pictures of the same size, on a grey background. */
export const pixelSimilarity = (
  a: Pixels,
  b: Pixels,
  grey: number,
  pooling: Pooling,
): Readonly<Record<'y' | 'cb' | 'cr', number>> => {
  workbench().clear()
  const [one, other] = [toYCbCr(a, grey), toYCbCr(b, grey)]
  const of = (channel: 'y' | 'cb' | 'cr'): number => ofPlanes(one[channel], other[channel], pooling)
  return { y: of('y'), cb: of('cb'), cr: of('cr') }
}

const ofPlanes = (a: Plane, b: Plane, pooling: Pooling): number => {
  let scales = 1
  while (scales < SCALE_WEIGHTS.length && Math.min(a.width, a.height) >> scales >= SMALLEST_SIDE) scales++
  const weights = SCALE_WEIGHTS.slice(0, scales)
  const total = weights.reduce<number>((sum, weight) => sum + weight, 0)
  let score = 1
  let [one, other] = [a, b]
  weights.forEach((weight, scale) => {
    if (scale > 0) [one, other] = [halve(one), halve(other)]
    compare(one, other, scale === scales - 1)
    score *= Math.max(0, pool(one.width * one.height, pooling)) ** (weight / total)
  })
  return score
}

/** Counts the local contrast × structure (and × luminance where asked) of every pixel. Edges are mirrored. */
const compare = (a: Plane, b: Plane, luminance: boolean): void => {
  const bench = workbench()
  const { kernels } = bench
  const { width, height } = a
  const columns = width + 2 * RADIUS + 3 // loops go on to the next multiple of four
  const stride = 4 * columns
  const at = bench.allot(4 * stride)
  bench.counts().fill(0)
  bench.sums().fill(0)
  const values = bench.values()
  const rows = bench.offsets().subarray(ROWS_AT / 4, ROWS_AT / 4 + 2 * RADIUS + 1)
  const edges = Array.from({ length: RADIUS }, (_, i) => [i - RADIUS, width + i])
    .flat()
    .map(column => [column + RADIUS, mirror(column, width) + RADIUS] as const)
  for (let row = 0; row < height; row++) {
    for (let i = -RADIUS; i <= RADIUS; i++) rows[i + RADIUS] = 4 * width * mirror(row + i, height)
    kernels.blurDown(a.at, b.at, at + 4 * RADIUS, stride, width)
    for (let map = 0, first = at / 4; map < 4; map++, first += columns) {
      for (const [to, from] of edges) values[first + to] = values[first + from]!
      kernels.blurAcross(4 * first, width)
    }
    kernels.similarity(at, stride, width, luminance ? 1 : 0)
  }
}

const mirror = (i: number, n: number): number => {
  const reflected = i < 0 ? -i : i >= n ? 2 * n - 2 - i : i
  return Math.min(n - 1, Math.max(0, reflected))
}

/** What the counted similarities of so many pixels come to. */
const pool = (pixels: number, pooling: Pooling): number => {
  const [counts, sums] = [workbench().counts(), workbench().sums()]
  if (pooling === 'mean') return sums.reduce((a, b) => a + b, 0) / pixels
  const wanted = Math.max(1, Math.ceil(pixels * WORST_SHARE))
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
