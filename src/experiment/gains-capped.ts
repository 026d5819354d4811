import { median } from '../system/median.js'
import { robustDeviation } from './statistics/summary.js'

/** So many robust standard deviations from the median, a block is an outlier. */
const OUTLIER = 6

/**
 * The harm of each block, in which a block that came out far better than all the rest counts as no better than an outlier begins (by the median absolute deviation: Hampel, JASA 69,
 * 1974), nor as better than a gain of the size of `limit`. The mean is then no less than the harms' own, so that what is shown of it holds of them; and one
 * such block does not make a guard too noisy to be decided. Where outliers begin is told by the blocks' own spread: with one cap for all, blocks that spread widely
 * would pile up at it and look as if they agreed.
 * @param limit the harm that is tolerated, above 0
 */
export function gainsCapped(harms: readonly number[], limit: number): readonly number[] {
  const least = Math.min(-limit, median(harms) - OUTLIER * robustDeviation(harms))
  return harms.map(harm => Math.max(harm, least))
}
