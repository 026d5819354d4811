import type { Raster } from './raster.js'

/** Side of a tile in the shrunken picture: 16 CSS pixels of the page. */
export const TILE = 8

/** How far a tile may have moved and still be itself, in shrunken pixels (2 CSS pixels): sub-pixel layout and rounding. */
const JITTER = 1

/** Rows are looked for this far up or down at most, in shrunken pixels. */
const MOST_SHIFT = 60

/** How two tiles compare. */
export interface TileComparison {
  /** Mean absolute difference of the channels, 0–255. */
  readonly difference: number
  /** Correlation of brightness, −1 … 1; 1 where both are flat. */
  readonly correlation: number
  /** Structural similarity of brightness (Wang et al., IEEE Trans. Image Processing 13, 2004) with the tile as the window. */
  readonly ssim: number
  /** Standard deviation of brightness in the busier of the two. */
  readonly texture: number
}

/** The tile at (x, y) of `a` against the one around (x, y + dy) of `b`: the best of the places within the jitter. */
export function compareTile(a: Raster, b: Raster, x: number, y: number, dy: number): TileComparison {
  let best = compareAt(a, b, x, y, 0, dy)
  for (let jy = -JITTER; jy <= JITTER && best.difference > 1; jy++)
    for (let jx = -JITTER; jx <= JITTER; jx++) {
      const other = compareAt(a, b, x, y, jx, dy + jy)
      if (other.difference < best.difference) best = other
    }
  return best
}

function compareAt(a: Raster, b: Raster, x: number, y: number, dx: number, dy: number): TileComparison {
  let [n, difference, sumA, sumB, squareA, squareB, product] = [0, 0, 0, 0, 0, 0, 0]
  for (let row = y; row < Math.min(y + TILE, a.height); row++)
    for (let column = x; column < Math.min(x + TILE, a.width); column++) {
      const bRow = Math.min(Math.max(row + dy, 0), b.height - 1)
      const bColumn = Math.min(Math.max(column + dx, 0), b.width - 1)
      const i = 3 * (row * a.width + column)
      const j = 3 * (bRow * b.width + bColumn)
      const [ra, ga, ba] = [a.data[i] as number, a.data[i + 1] as number, a.data[i + 2] as number]
      const [rb, gb, bb] = [b.data[j] as number, b.data[j + 1] as number, b.data[j + 2] as number]
      difference += (Math.abs(ra - rb) + Math.abs(ga - gb) + Math.abs(ba - bb)) / 3
      const la = 0.299 * ra + 0.587 * ga + 0.114 * ba
      const lb = 0.299 * rb + 0.587 * gb + 0.114 * bb
      n++
      sumA += la
      sumB += lb
      squareA += la * la
      squareB += lb * lb
      product += la * lb
    }
  const [meanA, meanB] = [sumA / n, sumB / n]
  const varianceA = Math.max(0, squareA / n - meanA * meanA)
  const varianceB = Math.max(0, squareB / n - meanB * meanB)
  const covariance = product / n - meanA * meanB
  const spread = Math.sqrt(varianceA * varianceB)
  const flat = varianceA < 1 && varianceB < 1
  return {
    difference: difference / n,
    correlation: flat ? 1 : spread > 0 ? covariance / spread : 0,
    ssim:
      ((2 * meanA * meanB + 6.5) * (2 * covariance + 58.5)) /
      ((meanA * meanA + meanB * meanB + 6.5) * (varianceA + varianceB + 58.5)),
    texture: Math.sqrt(Math.max(varianceA, varianceB)),
  }
}

/**
 * How far each row of tiles of `a` has moved down in `b`: content above may have grown or shrunk a little without anything being lost.
 * A row stays with the shift of the one before unless another place fits clearly better.
 */
export function alignRows(a: Raster, b: Raster): number[] {
  // No further than the page as a whole has grown or shrunk: rows that could slide freely would hide a stretched picture.
  const grown = Math.max(-MOST_SHIFT, Math.min(MOST_SHIFT, b.height - a.height))
  const shifts: number[] = []
  let shift = 0
  for (let y = 0; y < a.height; y += TILE) {
    let least = rowDifference(a, b, y, shift)
    if (least > 1) {
      const stay = least
      for (let other = Math.min(0, grown); other <= Math.max(0, grown); other++) {
        const difference = rowDifference(a, b, y, other)
        if (difference < least && difference < 0.7 * stay) {
          least = difference
          shift = other
        }
      }
    }
    shifts.push(shift)
  }
  return shifts
}

function rowDifference(a: Raster, b: Raster, y: number, dy: number): number {
  if (y + dy < 0 || y + dy >= b.height) return 255
  const width = Math.min(a.width, b.width)
  let sum = 0
  let n = 0
  for (let row = y; row < Math.min(y + TILE, a.height); row += 2) {
    const bRow = Math.min(Math.max(row + dy, 0), b.height - 1)
    for (let column = 0; column < width; column++) {
      const i = 3 * (row * a.width + column)
      const j = 3 * (bRow * b.width + column)
      sum +=
        Math.abs((a.data[i] as number) - (b.data[j] as number)) +
        Math.abs((a.data[i + 1] as number) - (b.data[j + 1] as number))
      n += 2
    }
  }
  return n === 0 ? 255 : sum / n
}
