import type { StrategyOutcome } from '../../learning/belief.js'
import { expectedGain } from '../../learning/choice.js'
import { eightyPercentInterval } from '../../model/belief-interval.js'
import { metric } from '../../model/metrics.js'
import type {
  Bottleneck,
  ImpactEstimation,
  OptimizationOpportunity,
  OptimizationOpportunityAnalysis,
  Recommendation,
  RoadmapStep,
} from '../../model/session.js'
import type { RiskLevel } from '../../model/strategy.js'
import { REMEDIES } from '../diagnosis/remedies.js'
import { beliefsOf, mostPromising } from '../opportunity-beliefs.js'

const RISKS: readonly RiskLevel[] = ['low', 'medium', 'high', 'critical']

const percent = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(0)} %`

/** Applicable opportunities by expected gain, then the others in the catalogue's order. */
export function prioritize(
  opportunities: readonly OptimizationOpportunity[],
  outcomes: readonly StrategyOutcome[],
): OptimizationOpportunity[] {
  return opportunities
    .map(opportunity => ({
      ...opportunity,
      priority: opportunity.applicable ? Math.max(0, expectedGain(beliefsOf(opportunity, outcomes))) : 0,
    }))
    .sort((a, b) => Number(b.applicable) - Number(a.applicable) || b.priority - a.priority)
}

/** What each applicable strategy is believed to do, with an 80 % interval. */
export const estimateImpact = (
  opportunities: readonly OptimizationOpportunity[],
  outcomes: readonly StrategyOutcome[],
): ImpactEstimation[] =>
  opportunities
    .filter(opportunity => opportunity.applicable)
    .flatMap(opportunity =>
      beliefsOf(opportunity, outcomes).map(belief => ({
        strategyId: opportunity.strategy.id,
        metric: belief.metric,
        expected: belief.mean,
        ...eightyPercentInterval(belief),
        basis: `${mostPromising(opportunity)?.basis ?? 'the manifest’s expected change'}; ${belief.outcomes} outcomes so far`,
      })),
    )

export const buildRoadmap = (
  opportunities: readonly OptimizationOpportunity[],
  estimations: readonly ImpactEstimation[],
): RoadmapStep[] =>
  opportunities
    .filter(opportunity => opportunity.applicable)
    .map((opportunity, index) => ({
      order: index + 1,
      strategyId: opportunity.strategy.id,
      title: opportunity.strategy.name,
      expected: estimations
        .filter(estimation => estimation.strategyId === opportunity.strategy.id)
        .map(estimation => `${metric(estimation.metric).title} ${percent(estimation.expected)}`)
        .join(', '),
      risk: opportunity.strategy.risks.level,
      rollout: opportunity.strategy.risks.mitigation.includes('gradual-rollout')
        ? 'proved in the lab, then due for a gradual rollout on real visits'
        : 'proved in the lab',
    }))

/** What a person should do: try what applies, supply what a prerequisite lacks, know what is left alone. */
export function recommend(
  opportunities: readonly OptimizationOpportunity[],
  bottlenecks: readonly Bottleneck[],
): Recommendation[] {
  const recommendations: Recommendation[] = []
  for (const opportunity of opportunities) {
    const { strategy } = opportunity
    const unmet = opportunity.prerequisites.filter(prerequisite => !prerequisite.met)
    if (opportunity.applicable) {
      recommendations.push({
        title: `Try ${strategy.name}`,
        reason: opportunity.reason,
        action: 'Run `tunewright optimize`: it is tried on a private clone and kept only when proved.',
        strategyId: strategy.id,
      })
    } else if (unmet.length > 0) {
      recommendations.push({
        title: `Make ${strategy.name} possible`,
        reason: unmet.map(prerequisite => prerequisite.reason).join('; '),
        action: unmet.map(prerequisite => prerequisite.remedy).join(' '),
        strategyId: strategy.id,
      })
    }
  }
  return [...recommendations, ...byHand(bottlenecks)]
}

/** More points are in the diagnosis. */
const MOST_BY_HAND = 3

/** The gravest points that no strategy addresses, each kind of thing once. */
function byHand(bottlenecks: readonly Bottleneck[]): Recommendation[] {
  const grave = bottlenecks.filter(
    ({ kind, severity, advice }) =>
      advice !== undefined &&
      kind !== undefined &&
      kind !== 'network-wait' &&
      (severity === 'high' || kind === 'server-wait'),
  )
  const distinct = new Map(grave.toReversed().map(point => [`${point.kind} ${point.subject}`, point]))
  return [...distinct.values()]
    .toReversed()
    .slice(0, MOST_BY_HAND)
    .map(({ kind, page, profile, cause, advice }) => ({
      title: REMEDIES[kind!].title,
      reason: `${page === '*' ? 'On all pages' : `On ${page} (${profile})`}: ${cause}.`,
      action: advice!,
    }))
}

/** The figures over an analysis. */
export function analysisStatistics(
  opportunities: readonly OptimizationOpportunity[],
  outcomes: readonly StrategyOutcome[],
): OptimizationOpportunityAnalysis['statistics'] {
  const applicable = opportunities.filter(opportunity => opportunity.applicable)
  const gain = applicable.reduce(
    (sum, opportunity) => sum + Math.max(0, expectedGain(beliefsOf(opportunity, outcomes))),
    0,
  )
  const risks = applicable.map(opportunity => RISKS.indexOf(opportunity.strategy.risks.level))
  const mean = risks.reduce((sum, risk) => sum + risk, 0) / Math.max(1, risks.length)
  const files = applicable.map(opportunity => opportunity.strategy.risks.factors.length)
  const complexity = files.reduce((sum, count) => sum + count, 0) / Math.max(1, files.length)
  return {
    opportunitiesIdentified: opportunities.filter(opportunity => opportunity.applicable).length,
    estimatedImprovementPotential: (1 - Math.exp(-gain)) * 100,
    implementationComplexity:
      applicable.length === 0 ? 'none' : complexity < 1.5 ? 'low' : complexity < 3.5 ? 'medium' : 'high',
    riskLevel: applicable.length === 0 ? 'none' : (RISKS[Math.round(mean)] ?? 'low'),
  }
}
