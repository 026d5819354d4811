import { mean, standardDeviation } from '../statistics/summary.js'
import { boundaryWidth } from './boundary.js'
import type { Look } from './looks.js'

/** What a series of block values says of its mean. */
export interface SeriesEstimate {
  readonly blocks: number
  readonly mean: number
  /** Standard deviation between blocks, not below what the instrument resolves. */
  readonly sd: number
}

/**
 * @param values one per block
 * @param resolution the step below which the instrument cannot tell two values apart, in the series' unit. Blocks that agree to the last digit
 *   do not make an infinitely sure mean: a difference of two roundings has a standard deviation of resolution / √6.
 */
export function estimate(values: readonly number[], resolution: number): SeriesEstimate {
  return {
    blocks: values.length,
    mean: mean(values),
    sd: Math.max(standardDeviation(values), resolution / Math.sqrt(6)),
  }
}

/**
 * The repeated confidence interval at a look (Jennison & Turnbull, JRSS B 51, 1989): the intervals of all looks together hold the mean with probability
 * at least 1 − 2 × `alpha`.
 */
export function repeatedInterval(series: SeriesEstimate, alpha: number, look: Look): { low: number; high: number } {
  const width = boundaryWidth(series.sd, { ...look, blocks: series.blocks }, alpha)
  return { low: series.mean - width, high: series.mean + width }
}
