import type { MetricName } from './metrics.js'
import type { ComparisonOperator, Duration, OptimizationStrategy } from './strategy.js'

export type OptimizerType = 'frontend' | 'backend' | 'database' | 'infrastructure' | 'network'

/** A selector of what an optimizer works on; the concrete system is a `TargetSystem`. */
export interface OptimizationTarget {
  type: 'bundle' | 'page' | 'assets' | 'service' | 'database' | 'infrastructure' | 'network'
  scope: string
  metrics: MetricName[]
}

export type ConditionStatistic = 'p50' | 'p75' | 'p90' | 'p95' | 'p99' | 'mean' | 'max' | 'size' | 'rate'

type Comparison =
  | `${ConditionStatistic} ${ComparisonOperator} ${number}`
  | `${ConditionStatistic} ${ComparisonOperator} ${number}${'ms' | 's' | 'b' | 'kb' | 'mb' | '%'}`

/**
 * A condition as text, e.g. `p75 > 4000`, `size > 300kb`. Several comparisons are joined by `and` and `or` (which binds less) and set apart by parentheses; each may begin
 * with the name of another metric, and, for what is watched continuously, end with how far back it looks: `p75 > 4s over 1h and error-rate rate > 2%`.
 */
export type ConditionText =
  | Comparison
  | `${Comparison} ${'over' | 'and' | 'or'} ${string}`
  | `${MetricName} ${Comparison}`
  | `${MetricName} ${Comparison} ${'over' | 'and' | 'or'} ${string}`
  | `(${string}`

export type NamedCondition = 'performance-regression-detected'

export type OptimizationTrigger =
  | {
      type: 'performance-threshold'
      metric: MetricName
      condition: ConditionText
      frequency: 'continuous' | 'build-time'
    }
  | {
      type: 'bundle-size-threshold'
      metric: 'bundle-size' | 'initial-bundle-size'
      condition: ConditionText
      frequency: 'continuous' | 'build-time'
    }
  | {
      type: 'scheduled'
      /** `hourly`, `daily`, `weekly`, `monthly`, or five cron fields. */
      schedule: string
      condition?: NamedCondition
    }
  | { type: 'manual'; reason?: string }

export type OptimizationConstraint =
  | { type: 'performance'; requirement: 'no-regression-tolerance'; threshold: number }
  | { type: 'functionality'; requirement: 'zero-functionality-loss'; validation: 'comprehensive-testing' }
  | { type: 'business'; requirement: 'minimal-downtime'; threshold: Duration }

export type PreOptimizationCheck =
  | 'performance-baseline-capture'
  | 'functionality-verification'
  | 'dependency-compatibility-check'

export type PostOptimizationCheck =
  | 'performance-improvement-verification'
  | 'functionality-regression-test'
  | 'user-experience-validation'

export type ContinuousCheck = 'performance-monitoring' | 'error-rate-tracking' | 'user-satisfaction-measurement'

export interface OptimizationValidation {
  preOptimization: PreOptimizationCheck[]
  postOptimization: PostOptimizationCheck[]
  continuous: ContinuousCheck[]
}

export interface AutomationConfiguration {
  /** `ml-assisted` orders by learned belief, `rule-based` by the catalogue, `manual` asks for each. */
  decisionMaking: 'ml-assisted' | 'rule-based' | 'manual'
  executionMode: 'gradual-rollout' | 'immediate'
  approvalRequired: boolean
  rollbackAutomation: boolean
  learningEnabled: boolean
}

export interface LearningConfiguration {
  algorithm: 'reinforcement-learning' | 'none'
  features: ('performance-metrics' | 'user-behavior' | 'optimization-outcomes' | 'business-metrics')[]
  updateFrequency: 'continuous' | 'per-session'
  adaptationStrategy: 'progressive' | 'immediate'
}

export interface RollbackConfiguration {
  automatic: boolean
  triggers: ('performance-degradation' | 'error-rate-increase' | 'business-metric-decline')[]
  speed: 'immediate' | 'gradual'
  validation: 'automated' | 'manual'
}

/** An optimizer as the specification writes it: strategies, when they run, what they may not do, and how they are decided. */
export interface AutomatedOptimizer {
  id: string
  name: string
  type: OptimizerType
  target: OptimizationTarget
  strategies: OptimizationStrategy[]
  triggers: OptimizationTrigger[]
  constraints: OptimizationConstraint[]
  validation: OptimizationValidation
  automation: AutomationConfiguration
  learning: LearningConfiguration
  rollback: RollbackConfiguration
}
