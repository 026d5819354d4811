import type { StrategyOutcome } from '../learning/belief.js'
import { estimateInsights, insightsOf } from '../learning/insight.js'
import type { EffectBelief, LearningInsight } from '../model/decision.js'
import type { Verdict } from '../model/experiment.js'
import { METRIC_NAMES, type MetricName, type MetricValues } from '../model/metrics.js'
import type { CandidateTrial } from '../model/session.js'

/** Counts of the whole target in both arms. */
export interface CountedPair {
  readonly baseline: MetricValues
  readonly candidate: MetricValues
}

/** What a candidate did to each metric, in per cent: timed effects over all pages under the first profile, and counts. */
export function observedChanges(verdict: Verdict, counted: CountedPair): MetricValues {
  const observed: MetricValues = {}
  for (const name of METRIC_NAMES) {
    const before = counted.baseline[name]
    const after = counted.candidate[name]
    if (before !== undefined && after !== undefined && before !== 0) observed[name] = (after / before - 1) * 100
  }
  const overPages = verdict.effects.filter(effect => effect.page === '*')
  for (const name of new Set<MetricName>(overPages.map(effect => effect.metric))) {
    const effect = overPages.find(item => item.metric === name)
    if (!effect) continue
    if (effect.scale === 'relative') observed[name] = effect.estimate * 100
    else if (effect.baseline !== 0) observed[name] = (effect.estimate / effect.baseline) * 100
  }
  return observed
}

/** What is learned from a trial: an outcome for the beliefs, and how well it was predicted. */
export function learnFrom(
  strategyId: string,
  targetId: string,
  beliefs: readonly EffectBelief[],
  trial: CandidateTrial,
  counted: CountedPair,
  features: MetricValues,
): { outcome: StrategyOutcome; insights: LearningInsight[] } {
  const observed = observedChanges(trial.verdict, counted)
  return {
    outcome: { strategyId, targetId, features, predicted: trial.candidate.predicted, observed },
    insights: [
      ...insightsOf(strategyId, beliefs, observed),
      ...estimateInsights(strategyId, trial.estimated ?? [], observed),
    ],
  }
}
