import { type MetricName, metric } from '../model/metrics.js'
import { candidatesAlpha, SESSION_ALPHA } from './alpha.js'
import { DEFAULT_TOLERANCE } from './decision-input.js'
import { FIRST_LOOK } from './sequential/looks.js'
import { blocksNeeded } from './sequential/prediction.js'

/** A first candidate's. */
const ALPHA = candidatesAlpha(SESSION_ALPHA) / 2

/**
 * About how many blocks it takes to show that a metric is not worse than its tolerance, should it change so and vary so.
 * @param expected `level` in the metric's unit; `mean` and `spread` (between blocks) of the log ratio
 * @returns null where it could not be shown at all
 */
export function blocksToShow(
  name: MetricName,
  expected: { readonly level: number; readonly mean: number; readonly spread: number },
): number | null {
  const { toleranceFloor, better, comparison } = metric(name)
  // What is compared by differences is mostly the same in every block.
  if (comparison === 'difference') return FIRST_LOOK
  const limit = Math.log1p(Math.max(DEFAULT_TOLERANCE, toleranceFloor / expected.level))
  const harm = { blocks: FIRST_LOOK, mean: better === 'lower' ? expected.mean : -expected.mean, sd: expected.spread }
  return blocksNeeded(harm, limit, ALPHA)
}
