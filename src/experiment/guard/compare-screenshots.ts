import type { ShownImage } from '../../model/observation.js'
import { grow, type Region, regionsOf } from '../../system/regions.js'
import { isBlank, type Raster, readRaster, SHRINK } from './raster.js'
import { alignRows, compareTile, TILE, type TileComparison } from './tiles.js'

/** A tile is another one when its colours are this far off on average (0–255) … */
const COLOUR_LIMIT = 20
/** … or when something is to be seen in it (standard deviation of brightness) … */
const TEXTURE = 6
/** … that does not look the same (correlation), and not just for noise (mean difference). */
const CORRELATION_LIMIT = 0.4
const NOISE_LIMIT = 3
/** Fewer connected tiles than this are no change that anyone would miss: four are about 32 × 32 CSS pixels. */
const REGION_TILES = 4
/** A region whose tiles still agree this well once averaged is the same picture with less grain; one of few tiles together with those around it, and where less differs. */
const SAME_PICTURE = { correlation: 0.9, difference: 8, differenceOfFew: 5 } as const
/**
 * Where a page is laid out for another medium than the one that its pictures were chosen for, fine structure may fall between other pixels: of a picture, a region of no
 * more tiles than this is the same where its tiles are as bright as before.
 */
const SAME_LIGHT = { correlation: 0.9, difference: 8, tiles: 16 } as const
/** A page may grow or shrink by this many CSS pixels or this share of its height. */
const HEIGHT_PIXELS = 24
const HEIGHT_SHARE = 0.02
/** Where more than this share of a page differs between two looks at one arm, its pixels prove nothing. */
const MOST_MASKED = 0.8

type Box = ShownImage['box']

export interface ScreenshotComparison {
  /** Mean structural similarity of the tiles that hold still, 0–1. */
  readonly score: number
  /** What differs, in words; empty where nothing does. */
  readonly differences: readonly string[]
  /** Share of the picture that differs between looks at the same arm, and was left out. */
  readonly masked: number
  readonly blank: boolean
  readonly comparable: boolean
}

/**
 * Compares screenshots (PNG, one pixel per CSS pixel) of one or more looks at each arm. Re-encoded photographs, anti-aliasing and shifts of
 * a pixel or two pass; pictures missing, swapped, stretched or cropped, and sections missing or unstyled, do not. A place counts as changed
 * where every look at the candidate differs from a baseline that holds still.
 * @param apart what is compared by other means, CSS pixels
 */
export async function compareScreenshots(
  arms: {
    baseline: readonly Buffer[]
    candidate: readonly Buffer[]
  },
  medium: 'own' | 'other' = 'own',
  apart: readonly Box[] = [],
): Promise<ScreenshotComparison> {
  const [a, ...again] = (await Promise.all(arms.baseline.map(readRaster))) as [Raster, ...Raster[]]
  const candidates = await Promise.all(arms.candidate.map(readRaster))
  const columns = Math.ceil(a.width / TILE)
  const unstill = new Set(again.flatMap(look => tilesOf(a, look).flatMap((tile, i) => (differs(tile) ? [i] : []))))
  const all = columns * Math.ceil(a.height / TILE)
  const isApart = (tile: number): boolean => {
    const [left, top] = [(tile % columns) * TILE * SHRINK, Math.floor(tile / columns) * TILE * SHRINK]
    const side = TILE * SHRINK
    return apart.some(
      box =>
        left < box.left + box.width && box.left < left + side && top < box.top + box.height && box.top < top + side,
    )
  }
  const mask = grow(
    Array.from({ length: all }, (_, i) => unstill.has(i)),
    columns,
  ).map((masked, tile) => masked || isApart(tile))
  const looks = candidates.map(candidate => tilesOf(a, candidate))
  const changed = mask.map((masked, tile) => !masked && looks.every(look => differs(look[tile] as TileComparison)))
  const [first] = candidates as [Raster]
  const seams = candidates.map(candidate => seamsOf(alignRows(a, candidate)))
  const regions = regionsOf(changed, columns).filter(
    region =>
      region.tiles >= REGION_TILES &&
      !(region.top === region.bottom && seams.some(rows => rows.has(region.top))) &&
      !looks.some((look, i) => samePicture(a, candidates[i] as Raster, region, look, columns, medium)),
  )
  const open = mask.flatMap((masked, tile) => (masked ? [] : [tile]))
  const similarity = looks.map(look => average(open.map(tile => Math.max(0, (look[tile] as TileComparison).ssim))))
  const masked = 1 - open.length / mask.length
  return {
    score: Math.max(...similarity) * heightAgreement(a, first),
    differences: [...describeHeights(a, again, candidates), ...describeRegions(regions)],
    masked,
    blank: !isBlank(a) && candidates.every(isBlank),
    comparable: masked <= MOST_MASKED,
  }
}

const average = (values: readonly number[]): number =>
  values.length === 0 ? 1 : values.reduce((sum, value) => sum + value, 0) / values.length

function tilesOf(a: Raster, b: Raster): TileComparison[] {
  const shifts = alignRows(a, b)
  const tiles: TileComparison[] = []
  for (let y = 0, row = 0; y < a.height; y += TILE, row++)
    for (let x = 0; x < a.width; x += TILE) tiles.push(compareTile(a, b, x, y, shifts[row] as number))
  return tiles
}

const differs = (tile: TileComparison): boolean =>
  tile.difference > COLOUR_LIMIT ||
  (tile.texture > TEXTURE && tile.correlation < CORRELATION_LIMIT && tile.difference > NOISE_LIMIT)

/** Rows of tiles at which the shift changes: part of such a row moved and part did not, so as a whole it fits neither place. */
function seamsOf(shifts: readonly number[]): Set<number> {
  const rows = new Set<number>()
  for (const [row, shift] of shifts.entries()) {
    if (row > 0 && shift !== shifts[row - 1]) rows.add(row - 1).add(row)
  }
  return rows
}

const tilesIn = ({ top, bottom, left, right }: Region): { row: number; column: number }[] =>
  Array.from({ length: (bottom - top + 1) * (right - left + 1) }, (_, i) => ({
    row: top + Math.floor(i / (right - left + 1)),
    column: left + (i % (right - left + 1)),
  }))

/** With the tiles around it, of a picture of so many in all. */
const widened = (region: Region, columns: number, tiles: number): Region => ({
  ...region,
  top: Math.max(0, region.top - 1),
  bottom: Math.min(tiles / columns - 1, region.bottom + 1),
  left: Math.max(0, region.left - 1),
  right: Math.min(columns - 1, region.right + 1),
})

/** Grain that an encoder smoothed away leaves the region's own light and shade: the means of its tiles still go together. */
function samePicture(
  a: Raster,
  b: Raster,
  region: Region,
  look: readonly TileComparison[],
  columns: number,
  medium: 'own' | 'other',
): boolean {
  const shift = alignRows(a, b)
  const own = tilesIn(region)
  const isFew = own.length < 2 * REGION_TILES
  // The means of so few tiles would go together, or not, by chance.
  const around = isFew ? tilesIn(widened(region, columns, look.length)) : own
  const meansA = around.map(({ row, column }) => brightness(a, column * TILE, row * TILE))
  const meansB = around.map(({ row, column }) => brightness(b, column * TILE, row * TILE + (shift[row] ?? 0)))
  const alike = correlation(meansA, meansB)
  const difference = average(own.map(({ row, column }) => (look[row * columns + column] as TileComparison).difference))
  if (difference <= (isFew ? SAME_PICTURE.differenceOfFew : SAME_PICTURE.difference))
    return alike > SAME_PICTURE.correlation
  if (isFew) return false
  const light = average(meansA.map((mean, tile) => Math.abs(mean - (meansB[tile] as number))))
  const isFine = medium === 'other' && meansA.length <= SAME_LIGHT.tiles && light <= SAME_LIGHT.difference
  return isFine && alike > SAME_LIGHT.correlation
}

function brightness(raster: Raster, x: number, y: number): number {
  let [sum, n] = [0, 0]
  for (let row = Math.max(0, y); row < Math.min(y + TILE, raster.height); row++)
    for (let i = 3 * (row * raster.width + x); i < 3 * (row * raster.width + Math.min(x + TILE, raster.width)); i++) {
      sum += raster.data[i] as number
      n++
    }
  return n === 0 ? 0 : sum / n
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [average(a), average(b)]
  const covariance = average(a.map((value, i) => (value - meanA) * ((b[i] as number) - meanB)))
  const spread = Math.sqrt(average(a.map(v => (v - meanA) ** 2)) * average(b.map(v => (v - meanB) ** 2)))
  return spread < 1e-9 ? 0 : covariance / spread
}

const heightAgreement = (a: Raster, b: Raster): number => Math.min(a.height, b.height) / Math.max(a.height, b.height)

function describeHeights(a: Raster, again: readonly Raster[], candidates: readonly Raster[]): string[] {
  const own = Math.max(0, ...again.map(look => Math.abs(a.height - look.height)))
  const limit = own + Math.max(HEIGHT_PIXELS / SHRINK, HEIGHT_SHARE * a.height)
  if (candidates.some(candidate => Math.abs(candidate.height - a.height) <= limit)) return []
  return [`the page is ${SHRINK * (candidates[0] as Raster).height} px high instead of ${SHRINK * a.height} px`]
}

function describeRegions(regions: readonly Region[]): string[] {
  const [largest] = regions
  if (largest === undefined) return []
  const side = TILE * SHRINK
  const box = `${(largest.right - largest.left + 1) * side} × ${(largest.bottom - largest.top + 1) * side} px at ${largest.left * side}, ${largest.top * side}`
  return [`pixels differ in ${regions.length} place${regions.length === 1 ? '' : 's'}, the largest ${box}`]
}
