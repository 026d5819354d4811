import type { MetricName } from './metrics.js'
import type { AutomatedOptimizer, ContinuousCheck, PostOptimizationCheck, PreOptimizationCheck } from './optimizer.js'
import type { BusinessMetric, OptimizationStrategy, RiskLevel } from './strategy.js'

/** What measures a kind of system. */
export interface PerformanceAnalyzer {
  id: string
  name: string
  metrics: MetricName[]
}

export interface DecisionTree {
  /** Questions in the order they are asked; the first whose condition holds decides. */
  nodes: { id: string; question: string; whenYes: string; whenNo: string }[]
}

export interface AutomationPolicy {
  id: string
  description: string
  /** Risk levels that may be carried out without approval. */
  withoutApproval: RiskLevel[]
}

export interface SafetyMechanism {
  id: 'private-clone' | 'journaled-changes' | 'guarded-verdicts' | 'loopback-only' | 'final-proof'
  description: string
}

export interface LearningAlgorithm {
  id: 'normal-effect-beliefs'
  description: string
}

export interface AdaptationStrategy {
  id: 'progressive' | 'immediate'
  description: string
}

export interface GovernanceRule {
  id: 'error-budget' | 'time-budget' | 'risk-approval'
  description: string
}

export interface AutomationEngine {
  id: string
  name: string
  decisionTree: DecisionTree
  policies: AutomationPolicy[]
  safetyMechanisms: SafetyMechanism[]
  learningAlgorithms: LearningAlgorithm[]
  adaptationStrategies: AdaptationStrategy[]
  governanceRules: GovernanceRule[]
}

export interface ValidationCheck {
  name: PreOptimizationCheck | PostOptimizationCheck
  description: string
}

export interface ContinuousValidation {
  checks: ContinuousCheck[]
}

export interface RegressionDetection {
  /** Relative tolerance of a guard metric, e.g. 0.05. */
  tolerance: number
  metrics: MetricName[]
}

export interface BusinessImpactAssessment {
  metrics: BusinessMetric[]
  source: 'visits' | 'estimate'
}

export interface SafetyValidation {
  checks: string[]
}

export interface ValidationFramework {
  preOptimizationChecks: ValidationCheck[]
  postOptimizationChecks: ValidationCheck[]
  continuousValidation: ContinuousValidation
  performanceRegression: RegressionDetection
  businessImpact: BusinessImpactAssessment
  safetyValidation: SafetyValidation
}

export interface RollbackMechanism {
  id: string
  description: string
  automatic: boolean
}

export interface MachineLearning {
  algorithms: LearningAlgorithm[]
}

export interface ContinuousMonitoring {
  /** In the lab the watch is recorded as due: it needs visits. */
  source: 'lab' | 'visits'
  metrics: MetricName[]
}

/** A kind of system with everything that works on it. */
export interface OptimizationAutomationFramework {
  id: string
  name: string
  analyzers: PerformanceAnalyzer[]
  optimizers: AutomatedOptimizer[]
  strategies: OptimizationStrategy[]
  automation: AutomationEngine
  validation: ValidationFramework
  rollback: RollbackMechanism
  learning: MachineLearning
  monitoring: ContinuousMonitoring
}
