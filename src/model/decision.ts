import type { MetricName, MetricValues } from './metrics.js'
import type { ApplicabilityCondition, ApplicabilityRules, PrerequisiteCheck } from './strategy.js'

/** An applicability condition with the value it was held against. */
export interface ConditionResult extends ApplicabilityCondition {
  /** null where the metric could not be measured. */
  readonly value: number | null
  readonly holds: boolean
}

/** Whether conditions hold as a strategy composes them. */
export const conditionsHold = (
  composition: ApplicabilityRules['composition'],
  conditions: readonly ConditionResult[],
): boolean =>
  composition === 'and' ? conditions.every(condition => condition.holds) : conditions.some(condition => condition.holds)

/** A prerequisite with what was found. */
export interface PrerequisiteResult {
  readonly check: PrerequisiteCheck
  readonly met: boolean
  /** What met it, or what is missing. */
  readonly reason: string
  /** What to do where it is unmet; empty where met. */
  readonly remedy: string
}

/** A normal belief about the relative effect of a strategy on a metric, in per cent (−30: thirty per cent less). */
export interface EffectBelief {
  readonly metric: MetricName
  readonly mean: number
  readonly standardDeviation: number
  /** The manifest's own expectation, before outcomes and this target's prediction were weighed; absent where it has none. */
  readonly prior?: { readonly mean: number; readonly standardDeviation: number }
  /** Outcomes it rests on besides the manifest's prior. */
  readonly outcomes: number
}

/** Why this, why now, why not the others. */
export interface DecisionRecord {
  readonly id: string
  readonly at: Date
  readonly subject: 'strategy' | 'candidate' | 'policy' | 'approval' | 'rollback' | 'stop'
  /** Id of what was chosen; null where nothing was. */
  readonly chosen: string | null
  /** The rule that decided, by name, e.g. `highest-expected-gain`, `catalogue-order`, `approval-required`. */
  readonly rule: string
  readonly belief: readonly EffectBelief[]
  readonly evidence: readonly string[]
  readonly alternatives: readonly { readonly id: string; readonly score: number | null; readonly reason: string }[]
}

/** What learning makes of an outcome: predicted against observed, in per cent. */
export interface LearningInsight {
  readonly strategyId: string
  readonly metric: MetricName
  readonly predicted: number
  readonly observed: number
  /** Whether the observed effect lies within the 80 % interval of the prediction. */
  readonly withinInterval: boolean
  readonly message: string
}

/**
 * What is known of a target's business metrics: measured from visits, a composite of checks in the lab (0–1, before and after), or an
 * estimate that says so (a relative change).
 */
export type BusinessValue =
  | { readonly kind: 'lab'; readonly before: number; readonly after: number }
  | {
      readonly kind: 'measured'
      readonly value: number
      readonly low: number
      readonly high: number
      readonly visits: number
    }
  | { readonly kind: 'estimate'; readonly value: number; readonly basis: string }
  | { readonly kind: 'needs-visits' }

export type { MetricValues }
