import type { MetricName } from './metrics.js'

/** A length of time as a manifest writes it: `24h`, `7d`, `5m`. */
export type Duration = `${number}${'ms' | 's' | 'm' | 'h' | 'd' | 'w'}`

export type ComparisonOperator = '>' | '>=' | '<' | '<=' | '==' | '!='

export interface ApplicabilityCondition {
  metric: MetricName
  operator: ComparisonOperator
  threshold: number
}

export interface ApplicabilityRules {
  conditions: ApplicabilityCondition[]
  composition: 'and' | 'or'
}

/**
 * The configuration and automation of each implementation type. A strategy's folder adds its own by declaration merging:
 *
 *     declare module '../../../model/strategy.js' {
 *       interface ImplementationConfigurations {
 *         'webpack-optimization': { configuration: WebpackOptimization; automation: WebpackAutomation }
 *       }
 *     }
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the strategies' folders
export interface ImplementationConfigurations {}

export type ImplementationType = keyof ImplementationConfigurations

export type ImplementationLogic<T extends ImplementationType = ImplementationType> = {
  [K in T]: {
    type: K
    configuration: ImplementationConfigurations[K]['configuration']
    automation: ImplementationConfigurations[K]['automation']
  }
}[T]

export type BusinessMetric = 'conversionRate' | 'bounceRate' | 'seoScore' | 'userExperience'

export interface ImpactAssessment {
  metrics: { name: MetricName; expectedChange: number; unit: 'percentage' | 'absolute' }[]
  businessValue: Partial<Record<BusinessMetric, number>>
}

export type RiskLevel = 'low' | 'medium' | 'high' | 'critical'

export type RiskFactor =
  | 'complexity-increase'
  | 'caching-strategy-changes'
  | 'dependency-management'
  | 'quality-degradation'
  | 'compatibility-issues'
  | 'processing-overhead'
  | 'bandwidth-contention'
  | 'load-order-changes'

export type RiskMitigation =
  | 'thorough-testing'
  | 'gradual-rollout'
  | 'monitoring-enhancement'
  | 'quality-thresholds'
  | 'fallback-formats'
  | 'performance-monitoring'

export interface RiskAssessment {
  level: RiskLevel
  factors: RiskFactor[]
  mitigation: RiskMitigation[]
}

export type PrerequisiteCheck =
  | { type: 'tool'; requirement: string; version: string }
  | { type: 'metric'; requirement: 'baseline-performance-data'; duration: Duration }
  | { type: 'infrastructure'; requirement: string; capability: string }
  | { type: 'browser-support'; requirement: string; fallback: 'required' | 'optional' }

export type PrerequisiteChecks = PrerequisiteCheck[]

/** Of slow loads: a timed metric's percentile, 50 to 99, in place of what its loads come to on average. */
export type PercentileCriterion =
  | { metric: MetricName; improvement: number; percentile: number }
  | { metric: MetricName; maximum: number; percentile: number }

export type ValidationCriterion =
  | { metric: MetricName; improvement: number }
  | { metric: MetricName; minimum: number }
  | { metric: MetricName; maximum: number }
  | { metric: MetricName; required: true }
  | PercentileCriterion

export type RollbackTrigger = { metric: MetricName; threshold: number } | { metric: MetricName; degradation: number }

export interface ValidationCriteria {
  criteria: ValidationCriterion[]
  duration: Duration
  rollbackTriggers: RollbackTrigger[]
}

export interface MonitoringRequirements {
  metrics: MetricName[]
  duration: Duration
  alerting: boolean
}

/** One way to make a target faster: plain data. What it does is found by `implementation.type`. */
export interface OptimizationStrategy<T extends ImplementationType = ImplementationType> {
  id: string
  name: string
  description: string
  category: string
  applicability: ApplicabilityRules
  implementation: ImplementationLogic<T>
  impact: ImpactAssessment
  risks: RiskAssessment
  prerequisites: PrerequisiteChecks
  validation: ValidationCriteria
  monitoring: MonitoringRequirements
}
