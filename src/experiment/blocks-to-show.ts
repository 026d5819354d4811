import { type MetricName, metric } from '../model/metrics.js'
import { candidatesAlpha, SESSION_ALPHA } from './alpha.js'
import { DEFAULT_TOLERANCE } from './decision-input.js'
import { FIRST_LOOK } from './sequential/looks.js'
import { blocksNeeded } from './sequential/prediction.js'

/** A first candidate's. */
const ALPHA = candidatesAlpha(SESSION_ALPHA) / 2

/** Of a level, whatever is believed. */
const LEAST_LEFT = 0.05

/**
 * About how many blocks it takes to show that a metric is not worse than its tolerance, should it change so and vary so.
 * @param expected `level` in the metric's unit, and by what share of it the metric changes; `spread` between blocks, of the log ratio or of the difference, as the metric is
 * compared
 * @returns null where it could not be shown at all
 */
export function blocksToShow(
  name: MetricName,
  { level, change, spread }: { readonly level: number; readonly change: number; readonly spread: number },
): number | null {
  const { toleranceFloor, better, comparison } = metric(name)
  // How much a page moves is mostly the same in every block.
  if (name === 'cumulative-layout-shift') return FIRST_LOOK
  const tolerated = Math.max(DEFAULT_TOLERANCE, toleranceFloor / level)
  const [mean, limit] =
    comparison === 'ratio'
      ? [Math.log(Math.max(LEAST_LEFT, 1 + change)), Math.log1p(tolerated)]
      : [change * level, tolerated * level]
  return blocksNeeded({ blocks: FIRST_LOOK, mean: better === 'lower' ? mean : -mean, sd: spread }, limit, ALPHA)
}
