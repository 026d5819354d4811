import { formatValue } from '../experiment/index.js'
import { type ConditionResult, conditionsHold } from '../model/decision.js'
import { type MetricValues, metric } from '../model/metrics.js'
import { compare } from '../model/schema/condition.js'
import type { ApplicabilityCondition, ApplicabilityRules } from '../model/strategy.js'

const evaluate = (condition: ApplicabilityCondition, metrics: MetricValues): ConditionResult => {
  const value = metrics[condition.metric] ?? null
  return { ...condition, value, holds: value !== null && compare(value, condition.operator, condition.threshold) }
}

/** e.g. `JavaScript of a first visit is 130,679 bytes (not > 250,000 bytes)`. */
const described = ({ metric: name, operator, threshold, value, holds }: ConditionResult): string => {
  const measured = value === null ? 'not measured' : formatValue(name, value)
  return `${metric(name).title} is ${measured} (${holds ? '' : 'not '}${operator} ${formatValue(name, threshold)})`
}

export interface Applicability {
  readonly applies: boolean
  readonly conditions: readonly ConditionResult[]
  /** In words, with the values. */
  readonly reason: string
}

/** Holds a strategy's conditions against measured metrics. A metric that was not measured never meets a condition. */
export function evaluateApplicability(rules: ApplicabilityRules, metrics: MetricValues): Applicability {
  const conditions = rules.conditions.map(condition => evaluate(condition, metrics))
  const applies = conditionsHold(rules.composition, conditions)
  const shown = (applies ? conditions.filter(condition => condition.holds) : conditions).map(described)
  return { applies, conditions, reason: shown.join(rules.composition === 'and' ? ' and ' : ', ') }
}
