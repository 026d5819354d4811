import type { TriggerCheck } from '../../model/check.js'
import { type MetricName, type MetricValues, metric } from '../../model/metrics.js'
import type { AutomatedOptimizer } from '../../model/optimizer.js'
import {
  type ConditionTerm,
  evaluateExpression,
  holdsFor,
  parseExpression,
  termsOf,
} from '../../model/schema/condition-expression.js'
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
      const expression = parseExpression(trigger.condition)
      const nameOf = (term: ConditionTerm): MetricName => term.metric ?? trigger.metric
      const terms = termsOf(expression)
      // Of what is known and what is not, the one that keeps it from being told comes first.
      const isKnown = (term: ConditionTerm): boolean => built.values[nameOf(term)] !== undefined
      const inOrder = terms.toSorted((a, b) => Number(isKnown(a)) - Number(isKnown(b)))
      return {
        optimizer: id,
        optimizerName: name,
        trigger,
        metric: trigger.metric,
        condition: trigger.condition,
        value: built.values[trigger.metric] ?? null,
        fires: evaluateExpression(expression, term => holdsFor(built.values[nameOf(term)], term)) === true,
        reason: inOrder.map(term => reasonOf(term, nameOf(term), trigger.condition, built)).join('; '),
      }
    }),
  )
}

/** One comparison with its value, or why there is none. */
function reasonOf(term: ConditionTerm, name: MetricName, condition: string, { values, unknown }: BuildMetrics): string {
  const value = values[name]
  const { title, instrument } = metric(name)
  if (value === undefined) {
    const isOfBundle = name === 'bundle-size' || instrument === 'bundle'
    const why = isOfBundle ? unknown : 'a build alone does not tell it; analyze and optimize measure it'
    return `${title} is not known (asked: ${condition}): ${why}`
  }
  const asked = `${term.operator} ${formatValue(name, term.value)}`
  return `${title} is ${formatValue(name, value)} (${holdsFor(value, term) ? '' : 'not '}${asked})`
}
