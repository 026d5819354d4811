import type { Candidate } from '../model/actuator.js'
import type { EstimatedEffect } from '../model/estimate.js'
import type { MetricName } from '../model/metrics.js'

/** What a visitor sees of a load, by which candidates of one strategy are held against each other. */
const SEEN: readonly MetricName[] = ['largest-contentful-paint', 'first-contentful-paint']

/**
 * Whether a candidate is, with some confidence, worse than a sibling that was not tried yet: in something that visitors see, even the best of what
 * is expected of it is worse than what the sibling was predicted to do, and in nothing is it better.
 * @param estimates of the candidate, from its built arm
 * @param siblings in the order in which their strategy proposed them; what is not predicted for them is not compared
 * @returns the first that is better; null where none is
 */
export const betterSibling = (
  estimates: readonly EstimatedEffect[],
  siblings: readonly Candidate[],
): Candidate | null =>
  siblings.find(({ predicted }) => {
    const compared = estimates.filter(({ metric }) => SEEN.includes(metric) && predicted[metric] !== undefined)
    const worse = compared.some(({ metric, low }) => low > predicted[metric]!)
    return worse && compared.every(({ metric, high }) => high >= predicted[metric]!)
  }) ?? null
