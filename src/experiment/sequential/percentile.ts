import { remembered } from '../../system/remembered.js'
import { incompleteBeta, logGamma } from '../statistics/special-functions.js'

/** A percentile of what one arm's blocks come from, with bounds that hold over all looks together. */
export interface PercentileEstimate {
  /** The sample's own, as an order statistic. */
  readonly estimate: number
  /** −∞ where so few blocks do not bound it. */
  readonly low: number
  /** ∞ likewise. */
  readonly high: number
}

/** How much is put on rates near the one that is tested: the weight of so many loads. */
const PRIOR_LOADS = 4

/**
 * How many times as likely `count` of `loads` is where more than `rate` of all loads are counted as where just `rate` of them are: a mixture over the larger rates
 * (Robbins, Annals of Mathematical Statistics 41, 1970), a beta distribution cut off at `rate`. Where no more than `rate` are, it comes to 1/α at any time
 * with probability α at most (Ville 1939), at any number of loads, whatever they are like.
 * @returns its logarithm
 */
export function logTimesAsLikely(count: number, loads: number, rate: number): number {
  const a = PRIOR_LOADS * rate
  const b = PRIOR_LOADS * (1 - rate)
  const above = (hits: number, misses: number) => Math.log(incompleteBeta(1 - rate, b + misses, a + hits))
  const misses = loads - count
  return (
    logBeta(a + count, b + misses) +
    above(count, misses) -
    logBeta(a, b) -
    above(0, 0) -
    count * Math.log(rate) -
    misses * Math.log1p(-rate)
  )
}

const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b)

/**
 * A percentile's bounds, each one-sided at `alpha` over all looks at independent values of one distribution: from counts of values alone, so that nothing is assumed of
 * its shape (Howard & Ramdas, Sequential estimation of quantiles, Bernoulli 28, 2022).
 * @param share 0.75 for the 75th percentile
 */
export function percentileInterval(values: readonly number[], share: number, alpha: number): PercentileEstimate {
  const sorted = [...values].sort((one, other) => one - other)
  const n = sorted.length
  // So many values at or below a bound show that more than `share` of all are; so many at or above it, that more than the rest are.
  const below = leastCount(n, share, alpha)
  const above = leastCount(n, 1 - share, alpha)
  return {
    estimate: sorted[Math.min(n, Math.max(1, Math.ceil(share * n))) - 1] ?? Number.NaN,
    low: above === null ? Number.NEGATIVE_INFINITY : sorted[n - above]!,
    high: below === null ? Number.POSITIVE_INFINITY : sorted[below - 1]!,
  }
}

/** Whether so many of `loads` show that more than `rate` of all are like them: that a percentile keeps to a bound, say, by so many that do. */
export const isShown = (count: number, loads: number, rate: number, alpha: number): boolean =>
  logTimesAsLikely(Math.min(count, loads), loads, rate) >= -Math.log(alpha)

/** The fewest of `loads` that show it, or null. */
const leastCount = remembered(10_000, (loads: number, rate: number, alpha: number): number | null => {
  for (let count = Math.ceil(rate * loads); count <= loads; count++)
    if (isShown(count, loads, rate, alpha)) return count
  return null
})

/** The fewest loads that can bound a percentile from above at all; null where `most` do not. */
export function fewestLoads(share: number, alpha: number, most: number): number | null {
  // All of n count: the more, the likelier, so the first is found by halving.
  if (!isShown(most, most, share, alpha)) return null
  let [few, enough] = [0, most]
  while (enough - few > 1) {
    const loads = Math.floor((few + enough) / 2)
    if (isShown(loads, loads, share, alpha)) enough = loads
    else few = loads
  }
  return enough
}
