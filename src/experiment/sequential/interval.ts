import { studentUpperQuantile } from '../statistics/student-t.js'
import { mean, standardDeviation } from '../statistics/summary.js'

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

/** Half the width of the one-sided t bound at `alpha` (Student 1908): the bound is mean ± this. Infinite below two blocks. */
export function boundWidth(sd: number, blocks: number, alpha: number): number {
  if (blocks < 2) return Number.POSITIVE_INFINITY
  return (studentUpperQuantile(alpha, blocks - 1) * sd) / Math.sqrt(blocks)
}

/**
 * The repeated confidence interval at a look (Jennison & Turnbull, JRSS B 51, 1989): with each look's share of `alpha` on either side, the
 * intervals of all looks together hold the mean with probability at least 1 − 2α.
 */
export function repeatedInterval(series: SeriesEstimate, alphaOfLook: number): { low: number; high: number } {
  const width = boundWidth(series.sd, series.blocks, alphaOfLook)
  return { low: series.mean - width, high: series.mean + width }
}
