import type { InteractionEffect } from '../../model/ablation.js'
import type { Effect } from '../../model/experiment.js'

/**
 * What company does to a change: its effect beside the others against its effect at its own proof, metric by metric. The interval holds with what both of
 * theirs do together (their chances of missing add up), whether or not the two are independent and whenever either experiment stopped.
 * @param marginal @param alone effects over all pages, at the same confidence
 */
export function interactionsOf(marginal: readonly Effect[], alone: readonly Effect[]): readonly InteractionEffect[] {
  return marginal.flatMap(beside => {
    const own = alone.find(
      ({ metric, profile, page, scale }) =>
        metric === beside.metric && profile === beside.profile && page === beside.page && scale === beside.scale,
    )
    if (!own) return []
    const isRelative = beside.scale === 'relative'
    const less = (one: number, other: number): number => (isRelative ? (1 + one) / (1 + other) - 1 : one - other)
    return [
      {
        metric: beside.metric,
        profile: beside.profile,
        scale: beside.scale,
        estimate: less(beside.estimate, own.estimate),
        low: less(beside.low, own.high),
        high: less(beside.high, own.low),
        confidence: 1 - (1 - beside.confidence) - (1 - own.confidence),
      },
    ]
  })
}
