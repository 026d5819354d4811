import { eightyPercentInterval } from '../model/belief-interval.js'
import type { EffectBelief, LearningInsight } from '../model/decision.js'
import type { EstimatedEffect } from '../model/estimate.js'
import { type MetricName, type MetricValues, metric } from '../model/metrics.js'

const percent = (value: number): string => `${value > 0 ? '+' : value < 0 ? '−' : ''}${Math.abs(value).toFixed(1)} %`

/** One insight from what was predicted of a metric, in per cent, and what was seen. */
const scored = (
  strategyId: string,
  name: MetricName,
  predicted: { readonly mean: number; readonly low: number; readonly high: number; readonly word: string },
  value: number,
): LearningInsight => {
  const { mean, low, high, word } = predicted
  const withinInterval = value >= low && value <= high
  return {
    strategyId,
    metric: name,
    predicted: mean,
    observed: value,
    withinInterval,
    message: `${metric(name).title}: ${word} ${percent(mean)} (80 %: ${percent(low)} to ${percent(high)}), saw ${percent(value)}${withinInterval ? '' : ', outside the interval'}.`,
  }
}

/** Scores what was estimated from recorded loads against what was seen. */
export const estimateInsights = (
  strategyId: string,
  estimates: readonly EstimatedEffect[],
  observed: MetricValues,
): LearningInsight[] =>
  estimates.flatMap(({ metric: name, change, low, high }) => {
    const value = observed[name]
    const predicted = { mean: change, low, high, word: 'estimated from one load' }
    return value === undefined ? [] : [scored(strategyId, name, predicted, value)]
  })

/** Scores what was believed against what was seen: one insight for each metric that was both predicted and measured. */
export function insightsOf(
  strategyId: string,
  beliefs: readonly EffectBelief[],
  observed: MetricValues,
): LearningInsight[] {
  return beliefs.flatMap(belief => {
    const value = observed[belief.metric]
    if (value === undefined) return []
    const predicted = { mean: belief.mean, ...eightyPercentInterval(belief), word: 'expected' }
    return [scored(strategyId, belief.metric, predicted, value)]
  })
}
