import type { Candidate, Refusal } from './actuator.js'
import type { ConditionResult, PrerequisiteResult } from './decision.js'
import type { MetricName } from './metrics.js'
import type { ProfileId } from './profile.js'
import type { CheckResult } from './session.js'
import type { RiskLevel } from './strategy.js'

/** What is expected of a change, per cent, with an 80 % interval. */
export interface ExpectedEffect {
  readonly metric: MetricName
  readonly expected: number
  readonly low: number
  readonly high: number
}

/** A candidate, and what the approval policy would say of it. */
export interface PreviewedCandidate {
  readonly candidate: Candidate
  readonly allowed: boolean
  readonly rule: 'allowed-by-policy' | 'approved' | 'approval-refused' | 'approval-missing'
  readonly reason: string
}

/** A strategy that a session would carry to a verdict. */
export interface PreviewedTry {
  readonly optimizerId: string
  readonly strategyId: string
  readonly name: string
  readonly risk: RiskLevel
  /** The rule that has it tried now, e.g. `highest-expected-gain`. */
  readonly rule: string
  readonly evidence: readonly string[]
  /** In their order: the next is tried where measurement rejects the one before. */
  readonly candidates: readonly PreviewedCandidate[]
  readonly effects: readonly ExpectedEffect[]
  readonly basis: string
  /** Checks before anything is changed. */
  readonly checks: readonly CheckResult[]
  /** Expected blocks and milliseconds of its proof; one candidate that its counts reject takes less. */
  readonly blocks: number
  readonly milliseconds: number
  /** Milliseconds after the session's start at which it would begin. */
  readonly begins: number
  /** `would-try`, or why not: a check fails, approval is missing, or the budget is spent before. */
  readonly outcome: 'would-try' | 'check-fails' | 'not-approved' | 'no-time-left'
}

/** A strategy that a session would not try. */
export interface PreviewedRefusal {
  readonly strategyId: string
  readonly name: string
  readonly reason: string
  /** Whether its conditions, as it composes them, do: then it is something else that stands in the way. */
  readonly conditionsHold: boolean
  readonly conditions: readonly ConditionResult[]
  readonly prerequisites: readonly PrerequisiteResult[]
  readonly refusals: readonly Refusal[]
}

/** What a session would do with a target as it is: measured and decided as a session does, and nothing changed. */
export interface OptimizationPreview {
  readonly targetId: string
  readonly pages: readonly string[]
  /** In what the pages that were measured are not those that visitors see, as sentences. */
  readonly caveats: readonly string[]
  readonly profiles: readonly ProfileId[]
  /** Milliseconds: of the whole session, of measuring the unchanged system, of the final proof that is set aside. */
  readonly budget: number
  readonly baseline: number
  readonly finalProof: number
  /** What the project's own tests said; null where it has none. */
  readonly tests: CheckResult['evidence'] | null
  /** In the order in which they would be tried. */
  readonly tries: readonly PreviewedTry[]
  readonly refused: readonly PreviewedRefusal[]
  /** Places that the strategies which would be tried leave alone. */
  readonly leftAlone: readonly (Refusal & { readonly strategyId: string })[]
}
