import type { Verdict } from '../model/experiment.js'
import { type MetricName, metric } from '../model/metrics.js'
import type { OptimizationOpportunity } from '../model/session.js'

/** What was rejected by nothing but a metric that got worse: another change may mend that. */
export interface RejectedFor {
  readonly metric: MetricName
}

/** The metric of the guard or trigger that a change was rejected for; null where it was for anything else, a gain that is not there or something broken. */
export function rejectedFor({ outcome, breakages, judgements }: Verdict): RejectedFor | null {
  if (outcome !== 'rejected' || breakages.length > 0) return null
  const unmet = judgements.filter(judgement => judgement.outcome === 'unmet' && judgement.kind !== 'felt')
  const [first] = unmet
  const isOfMetric = unmet.every(({ kind, effect }) => (kind === 'guard' || kind === 'trigger') && effect)
  return first?.effect && isOfMetric ? { metric: first.effect.metric } : null
}

/** Metrics that a kept change was shown to make better, over all pages. */
export const bettered = ({ effects }: Pick<Verdict, 'effects'>): ReadonlySet<MetricName> =>
  new Set(
    effects
      .filter(
        ({ page, metric: name, low, high }) => page === '*' && (metric(name).better === 'lower' ? high < 0 : low > 0),
      )
      .map(({ metric: name }) => name),
  )

/** Strategies that may be tried once more since a change was kept that makes better what they were rejected for. */
export const triedAgain = (
  rejected: ReadonlyMap<string, RejectedFor>,
  kept: Pick<Verdict, 'effects'>,
): readonly string[] => {
  const better = bettered(kept)
  return [...rejected].filter(([, { metric }]) => better.has(metric)).map(([strategyId]) => strategyId)
}

/**
 * An opportunity whose strategy had its turn before. Its candidates are others than those, by their ids: what is tried once more is proved on its own data,
 * and pays for it with its own share of α.
 */
export const asAnotherTry = (
  opportunity: OptimizationOpportunity,
  { metric: name }: RejectedFor,
): OptimizationOpportunity => ({
  ...opportunity,
  candidates: opportunity.candidates.map(candidate => ({ ...candidate, id: `${candidate.id}-again` })),
  reason: `${opportunity.reason} It was rejected before for ${metric(name).title}, which a change kept since has made better.`,
})
