import type {
  AutomatedOptimizer,
  AutomationConfiguration,
  LearningConfiguration,
  OptimizationConstraint,
  OptimizationTarget,
  OptimizationTrigger,
  OptimizationValidation,
  RollbackConfiguration,
} from '../../src/model/optimizer.js'
import type {
  ApplicabilityCondition,
  ApplicabilityRules,
  ImpactAssessment,
  ImplementationLogic,
  MonitoringRequirements,
  PrerequisiteCheck,
  RiskAssessment,
  RollbackTrigger,
  ValidationCriterion,
} from '../../src/model/strategy.js'
import '../../src/strategies/registry.generated.js'

/**
 * Everything below is for the compiler (`npm run typecheck`): what is wrong in a manifest does not compile. Each marked line would be an
 * error of its own if it did compile.
 */
declare const refuses: <T>(values: readonly T[]) => void

refuses<ApplicabilityCondition>([
  // @ts-expect-error a metric that is not in the registry
  { metric: 'bundel-size', operator: '>', threshold: 250000 },
  // @ts-expect-error an operator that there is not
  { metric: 'bundle-size', operator: '=>', threshold: 250000 },
  // @ts-expect-error a threshold is a number in the metric's unit
  { metric: 'bundle-size', operator: '>', threshold: '250kb' },
  // @ts-expect-error a misspelt key
  { metric: 'bundle-size', operator: '>', treshold: 250000 },
  // @ts-expect-error a key too many
  { metric: 'bundle-size', operator: '>', threshold: 250000, unit: 'bytes' },
  // @ts-expect-error a missing key
  { metric: 'bundle-size', operator: '>' },
])

refuses<ApplicabilityRules>([
  // @ts-expect-error a composition other than and, or
  { conditions: [], composition: 'xor' },
])

refuses<ImpactAssessment>([
  // @ts-expect-error a business metric that there is not
  { metrics: [], businessValue: { conversionrate: 0.05 } },
  // @ts-expect-error a unit that there is not
  { metrics: [{ name: 'load-time', expectedChange: -10, unit: 'per cent' }], businessValue: {} },
])

refuses<RiskAssessment>([
  // @ts-expect-error a mitigation that nobody would carry out
  { level: 'low', factors: [], mitigation: ['crossing-fingers'] },
  // @ts-expect-error a level that there is not
  { level: 'none', factors: [], mitigation: [] },
])

refuses<PrerequisiteCheck>([
  // @ts-expect-error a tool has a version
  { type: 'tool', requirement: 'webpack-bundle-analyzer' },
  // @ts-expect-error a unit of time that there is not
  { type: 'metric', requirement: 'baseline-performance-data', duration: '7 days' },
  // @ts-expect-error a key of another kind of prerequisite
  { type: 'browser-support', requirement: 'webp-avif-detection', capability: 'format-conversion' },
])

refuses<ValidationCriterion>([
  // @ts-expect-error an improvement is a number
  { metric: 'load-time', improvement: '10%' },
  // @ts-expect-error a criterion that demands nothing
  { metric: 'load-time' },
  // @ts-expect-error what is not required is left out
  { metric: 'no-functionality-regression', required: false },
])

refuses<RollbackTrigger>([
  // @ts-expect-error a misspelt key
  { metric: 'load-time', degredation: 0.1 },
])

refuses<MonitoringRequirements>([
  // @ts-expect-error alerting is true or false
  { metrics: ['load-time'], duration: '7d', alerting: 'slack' },
])

refuses<ImplementationLogic>([
  // @ts-expect-error a type that no strategy implements
  { type: 'rollup-optimization', configuration: {}, automation: {} },
])

refuses<Extract<ImplementationLogic, { type: 'webpack-optimization' }>['configuration']>([
  // @ts-expect-error a misspelt key of this type's configuration
  { splitChunk: false, dynamicImports: { threshold: 50000, routes: true, components: true } },
  // @ts-expect-error a threshold is a number of bytes
  { splitChunks: false, dynamicImports: { threshold: '50kb', routes: true, components: true } },
])

refuses<Extract<ImplementationLogic, { type: 'asset-pipeline' }>['configuration']['formats']>([
  // @ts-expect-error a format that there is not
  { webp2: { quality: 80, progressive: true } },
])

refuses<OptimizationTarget>([
  // @ts-expect-error the metrics are names of the registry
  { type: 'bundle', scope: 'all-bundles', metrics: ['bundleSize'] },
])

refuses<OptimizationTrigger>([
  // @ts-expect-error a statistic that there is not
  { type: 'performance-threshold', metric: 'load-time', condition: 'p42 > 4000', frequency: 'continuous' },
  // @ts-expect-error a unit that there is not
  { type: 'bundle-size-threshold', metric: 'bundle-size', condition: 'size > 300kib', frequency: 'build-time' },
  // @ts-expect-error a metric that is no bundle's
  { type: 'bundle-size-threshold', metric: 'load-time', condition: 'size > 300kb', frequency: 'build-time' },
  // @ts-expect-error a condition that no one evaluates
  { type: 'scheduled', schedule: 'weekly', condition: 'performance-regression' },
])

refuses<OptimizationConstraint>([
  // @ts-expect-error a downtime is a length of time
  { type: 'business', requirement: 'minimal-downtime', threshold: 5 },
  // @ts-expect-error a tolerance is a share
  { type: 'performance', requirement: 'no-regression-tolerance', threshold: '5%' },
])

refuses<OptimizationValidation>([
  // @ts-expect-error a check that is not registered
  { preOptimization: ['vibe-check'], postOptimization: [], continuous: [] },
])

refuses<AutomationConfiguration['decisionMaking'] | AutomationConfiguration['executionMode']>([
  // @ts-expect-error no way to decide, and none to carry out
  'yolo',
])

refuses<LearningConfiguration['algorithm'] | RollbackConfiguration['speed']>([
  // @ts-expect-error neither an algorithm nor a speed
  'fast',
])

refuses<AutomatedOptimizer['type']>([
  // @ts-expect-error a type of optimizer that there is not
  'mobile',
])
