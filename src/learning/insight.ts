import { eightyPercentInterval } from '../model/belief-interval.js'
import type { EffectBelief, LearningInsight } from '../model/decision.js'
import { type MetricValues, metric } from '../model/metrics.js'

const percent = (value: number): string => `${value > 0 ? '+' : value < 0 ? '−' : ''}${Math.abs(value).toFixed(1)} %`

/** Scores what was believed against what was seen: one insight for each metric that was both predicted and measured. */
export function insightsOf(
  strategyId: string,
  beliefs: readonly EffectBelief[],
  observed: MetricValues,
): LearningInsight[] {
  return beliefs.flatMap(belief => {
    const value = observed[belief.metric]
    if (value === undefined) return []
    const { low, high } = eightyPercentInterval(belief)
    const withinInterval = value >= low && value <= high
    const title = metric(belief.metric).title
    return [
      {
        strategyId,
        metric: belief.metric,
        predicted: belief.mean,
        observed: value,
        withinInterval,
        message: `${title}: expected ${percent(belief.mean)} (80 %: ${percent(low)} to ${percent(high)}), saw ${percent(value)}${withinInterval ? '' : ', outside the interval'}.`,
      },
    ]
  })
}
