import type { Candidate } from '../model/actuator.js'
import type { EstimatedEffect } from '../model/estimate.js'
import type { MetricName, MetricValues } from '../model/metrics.js'

/** What a visitor sees of a load, by which candidates of one strategy are held against each other. */
const SEEN: readonly MetricName[] = ['largest-contentful-paint', 'first-contentful-paint']

/** What was estimated from the built arms of a strategy's candidates, by their ids. */
export type Estimates = ReadonlyMap<string, readonly EstimatedEffect[]>

/** What is expected of a candidate, per cent: as it was estimated, where it was, else as its strategy predicted. */
const expectedOf = ({ id, predicted }: Candidate, estimates: Estimates): MetricValues => {
  const estimated = estimates.get(id)
  return estimated?.length ? Object.fromEntries(estimated.map(({ metric, change }) => [metric, change])) : predicted
}

/**
 * Whether a candidate is, with some confidence, worse than a sibling that was not tried yet: in something that visitors see, even the best of what
 * is estimated for it is worse than what is expected of the sibling, and in nothing is it better. Ranks a strategy's candidates best first, and builds only those
 * that may be: who comes to the front is estimated, and stays there or goes behind whoever is better. Two that were both estimated are never each behind the
 * other, so every candidate has its turn.
 * @param siblings in the order of their turns; in what nothing is expected of them they are not compared
 * @returns the first that is better; null where none is
 */
export const betterSibling = (
  candidate: Candidate,
  siblings: readonly Candidate[],
  estimates: Estimates,
): Candidate | null =>
  siblings.find(sibling => {
    const expected = expectedOf(sibling, estimates)
    const compared = (estimates.get(candidate.id) ?? []).filter(
      ({ metric }) => SEEN.includes(metric) && expected[metric] !== undefined,
    )
    const worse = compared.some(({ metric, low }) => low > expected[metric]!)
    return worse && compared.every(({ metric, high }) => high >= expected[metric]!)
  }) ?? null
