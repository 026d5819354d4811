import type { TriggerCheck } from '../../model/check.js'
import { type MetricValues, metric } from '../../model/metrics.js'
import type { AutomatedOptimizer } from '../../model/optimizer.js'
import { compare, parseCondition } from '../../model/schema/condition.js'
import { formatValue } from '../../report/format.js'

/** What a build alone tells; `unknown`: why not, where it does not. */
export interface BuildMetrics {
  readonly values: MetricValues
  readonly unknown: string
}

/**
 * The build-time triggers of optimizers, each held once against what the build weighs. What only a browser or visits tell sets nothing off here:
 * a session judges it.
 */
export function checkTriggers(optimizers: readonly AutomatedOptimizer[], built: BuildMetrics): TriggerCheck[] {
  return optimizers.flatMap(({ id, name, triggers }) =>
    triggers.flatMap((trigger): TriggerCheck | [] => {
      if (trigger.type !== 'performance-threshold' && trigger.type !== 'bundle-size-threshold') return []
      if (trigger.frequency !== 'build-time') return []
      const { operator, value: threshold } = parseCondition(trigger.condition)
      const value = built.values[trigger.metric] ?? null
      const fires = value !== null && compare(value, operator, threshold)
      const { title, instrument } = metric(trigger.metric)
      const shown = value === null ? 'not known' : formatValue(trigger.metric, value)
      const isOfBundle = trigger.metric === 'bundle-size' || instrument === 'bundle'
      const why = isOfBundle ? built.unknown : 'a build alone does not tell it; analyze and optimize measure it'
      return {
        optimizer: id,
        optimizerName: name,
        trigger,
        metric: trigger.metric,
        condition: trigger.condition,
        value,
        fires,
        reason:
          value === null
            ? `${title} is not known (asked: ${trigger.condition}): ${why}`
            : `${title} is ${shown} (${fires ? '' : 'not '}${operator} ${formatValue(trigger.metric, threshold)})`,
      }
    }),
  )
}
