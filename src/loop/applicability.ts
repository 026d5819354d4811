import type { ConditionResult } from '../model/decision.js'
import type { MetricValues } from '../model/metrics.js'
import type { ApplicabilityCondition, ApplicabilityRules, ComparisonOperator } from '../model/strategy.js'

const COMPARE: Record<ComparisonOperator, (value: number, threshold: number) => boolean> = {
  '>': (value, threshold) => value > threshold,
  '>=': (value, threshold) => value >= threshold,
  '<': (value, threshold) => value < threshold,
  '<=': (value, threshold) => value <= threshold,
  '==': (value, threshold) => value === threshold,
  '!=': (value, threshold) => value !== threshold,
}

const evaluate = (condition: ApplicabilityCondition, metrics: MetricValues): ConditionResult => {
  const value = metrics[condition.metric] ?? null
  return { ...condition, value, holds: value !== null && COMPARE[condition.operator](value, condition.threshold) }
}

/** Three significant digits for shares and scores, whole numbers for bytes and milliseconds. */
const rounded = (value: number): string =>
  Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))

export interface Applicability {
  readonly applies: boolean
  readonly conditions: readonly ConditionResult[]
  /** In words, with the values. */
  readonly reason: string
}

/** Holds a strategy's conditions against measured metrics. A metric that was not measured never meets a condition. */
export function evaluateApplicability(rules: ApplicabilityRules, metrics: MetricValues): Applicability {
  const conditions = rules.conditions.map(condition => evaluate(condition, metrics))
  const applies =
    rules.composition === 'and' ? conditions.every(c => c.holds) : conditions.some(condition => condition.holds)
  const shown = (applies ? conditions.filter(condition => condition.holds) : conditions).map(
    c =>
      `${c.metric} is ${c.value === null ? 'not measured' : rounded(c.value)} (${c.holds ? '' : 'not '}${c.operator} ${c.threshold})`,
  )
  return { applies, conditions, reason: shown.join(rules.composition === 'and' ? ' and ' : ', ') }
}
