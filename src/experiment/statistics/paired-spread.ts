import { studentUpperQuantile } from './student-t.js'
import { mean, standardDeviation } from './summary.js'

/** How many times as much one of two paired series varies. */
export interface SpreadRatio {
  /** Ratio of the standard deviations, second over first. */
  readonly estimate: number
  readonly low: number
  readonly high: number
}

/** Below it, what varies is how numbers are added up. */
const NOTHING = 1e-12

/**
 * The ratio of the standard deviations of two paired, correlated series, with bounds that are each one-sided at `alpha`: the test of Pitman and
 * Morgan (Biometrika 31, 1939) inverted (Snedecor & Cochran, Statistical Methods, 10.8). It asks for about normal values; a single outlier widens it.
 * @returns null below four pairs, or where either series does not vary at all
 */
export function spreadRatio(first: readonly number[], second: readonly number[], alpha: number): SpreadRatio | null {
  const n = first.length
  if (n !== second.length) throw new RangeError('paired series have equally many values')
  if (n < 4) return null
  const [a, b] = [standardDeviation(first), standardDeviation(second)]
  if (a < NOTHING || b < NOTHING) return null
  const [meanA, meanB] = [mean(first), mean(second)]
  const covariance =
    first.reduce((sum, value, i) => sum + (value - meanA) * ((second[i] as number) - meanB), 0) / (n - 1)
  const correlation = Math.max(-1, Math.min(1, covariance / (a * b)))
  const t = studentUpperQuantile(alpha, n - 2)
  const k = 1 + (2 * (1 - correlation ** 2) * t ** 2) / (n - 2)
  const width = Math.sqrt(k + Math.sqrt(k ** 2 - 1))
  return { estimate: b / a, low: b / a / width, high: (b / a) * width }
}
