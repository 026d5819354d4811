import { studentCdf } from '../statistics/student-t.js'
import { boundaryWidth } from './boundary.js'
import type { SeriesEstimate } from './interval.js'
import { FIRST_LOOK, type Look } from './looks.js'

/**
 * The predictive probability that, at a look to come, the mean will be shown below `limit` (Spiegelhalter, Freedman & Blackburn, Controlled
 * Clinical Trials 7, 1986; reference prior, spread held at its estimate). It only ever stops an experiment early without a keep, so it
 * cannot add to the error: the boundaries do not rely on it.
 */
export function chanceOfShowing(series: SeriesEstimate, limit: number, alpha: number, look: Look): number {
  const { blocks: n, mean, sd } = series
  const total = look.blocks
  if (n < 2 || total <= n) return 0
  const finalMean = limit - boundaryWidth(sd, look, alpha)
  const neededFromRest = (finalMean * total - mean * n) / (total - n)
  const spread = sd * Math.sqrt(1 / n + 1 / (total - n))
  if (spread === 0) return neededFromRest >= mean ? 1 : 0
  return studentCdf((neededFromRest - mean) / spread, n - 1)
}

/** The best chance over the looks to come. */
export const bestChance = (series: SeriesEstimate, limit: number, alpha: number, looks: readonly Look[]): number =>
  looks.reduce((best, look) => Math.max(best, chanceOfShowing(series, limit, alpha, look)), 0)

/**
 * How many blocks it would take to show a mean below `limit` if estimate and spread stay as they are, in an experiment that may have as many.
 * @returns null where the estimate itself is not below the limit, or where 1,000 would not do.
 */
export function blocksNeeded(series: SeriesEstimate, limit: number, alpha: number): number | null {
  if (series.mean >= limit) return null
  const room = limit - series.mean
  for (let blocks = Math.max(FIRST_LOOK, series.blocks); blocks <= 1000; blocks++)
    if (boundaryWidth(series.sd, { blocks, maxBlocks: blocks }, alpha) < room) return blocks
  return null
}
