import type { EffectBelief } from '../model/decision.js'
import type { MetricName, MetricValues } from '../model/metrics.js'
import type { OptimizationStrategy } from '../model/strategy.js'

/** An outcome that beliefs learn from: what a proved candidate of a strategy did to a metric, in per cent. */
export interface StrategyOutcome {
  readonly strategyId: string
  readonly targetId: string
  /** What was measured of the target beforehand. */
  readonly features: MetricValues
  readonly predicted: MetricValues
  readonly observed: MetricValues
}

/** How much effects of one strategy differ between targets, in per cent points: the noise of an outcome as evidence. */
const BETWEEN_TARGETS = 20

/** The prior's spread: a manifest's expected change is a hope, so it may as well be nothing at one standard deviation. */
const priorSpread = (expectedChange: number): number => Math.max(10, Math.abs(expectedChange))

/** A prediction from this target's own observation is worth more than the manifest, but it's still a prediction. */
const predictionSpread = (prediction: number): number => Math.max(5, Math.abs(prediction) * 0.5)

interface Normal {
  readonly mean: number
  readonly variance: number
}

/** Precision-weighted product of two normals (conjugate update with known variance; Gelman et al., BDA3, §2.5). */
const combine = (a: Normal, b: Normal): Normal => {
  const precision = 1 / a.variance + 1 / b.variance
  return { mean: (a.mean / a.variance + b.mean / b.variance) / precision, variance: 1 / precision }
}

/**
 * What we believe a strategy does to each metric of its impact: the manifest's prior, updated by every outcome and,
 * where there is one, by the prediction made from this target.
 *
 * @param outcomes of any strategies and targets; those of other strategies are ignored.
 * @param predicted per cent changes predicted from the target's own observation.
 */
export function effectBeliefs(
  strategy: OptimizationStrategy,
  outcomes: readonly StrategyOutcome[],
  predicted: MetricValues = {},
): EffectBelief[] {
  const own = outcomes.filter(outcome => outcome.strategyId === strategy.id)
  const expected = new Map(strategy.impact.metrics.map(impact => [impact.name, impact.expectedChange]))
  const metrics = new Set<MetricName>([...expected.keys(), ...(Object.keys(predicted) as MetricName[])])
  return [...metrics].map(metric => {
    const hoped = expected.get(metric)
    const prediction = predicted[metric]
    let belief: Normal =
      hoped === undefined
        ? { mean: prediction ?? 0, variance: predictionSpread(prediction ?? 0) ** 2 }
        : { mean: hoped, variance: priorSpread(hoped) ** 2 }
    const observed = own.map(outcome => outcome.observed[metric]).filter(value => value !== undefined)
    for (const value of observed) belief = combine(belief, { mean: value, variance: BETWEEN_TARGETS ** 2 })
    if (hoped !== undefined && prediction !== undefined) {
      belief = combine(belief, { mean: prediction, variance: predictionSpread(prediction) ** 2 })
    }
    return {
      metric,
      mean: belief.mean,
      standardDeviation: Math.sqrt(belief.variance),
      ...(hoped === undefined ? {} : { prior: { mean: hoped, standardDeviation: priorSpread(hoped) } }),
      outcomes: observed.length,
    }
  })
}
