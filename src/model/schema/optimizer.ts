import { z } from 'zod'
import type { MetricName } from '../metrics.js'
import type {
  AutomatedOptimizer,
  AutomationConfiguration,
  ConditionText,
  LearningConfiguration,
  OptimizationConstraint,
  OptimizationTarget,
  OptimizationTrigger,
  OptimizationValidation,
  OptimizerType,
  RollbackConfiguration,
} from '../optimizer.js'
import { expressionMismatch, readExpression, termsOf } from './condition-expression.js'
import type { ImplementationSchema } from './implementation.js'
import { readSchedule } from './schedule.js'
import { optimizationStrategySchema } from './strategy.js'
import { duration, identifier, metricName, text, uniqueIds } from './vocabulary.js'

export const optimizerType = z.enum([
  'frontend',
  'backend',
  'database',
  'infrastructure',
  'network',
] satisfies OptimizerType[])

export const optimizationTarget = z.strictObject({
  type: z.enum(['bundle', 'page', 'assets', 'service', 'database', 'infrastructure', 'network']),
  scope: text,
  metrics: z.array(metricName).min(1, { error: 'at least one metric: the first ones are the primary metrics' }),
}) satisfies z.ZodType<OptimizationTarget>

const conditionText = z.custom<ConditionText>().superRefine((value: unknown, context) => {
  const reading = typeof value === 'string' ? readExpression(value) : { problem: 'a text, e.g. "p75 > 4000"' }
  if ('problem' in reading) context.addIssue({ code: 'custom', message: reading.problem })
})

/** Refuses a condition whose units or statistics do not go with the metrics it is about, or that looks back where nothing is watched. */
function conditionFits(
  trigger: { metric: MetricName; condition: ConditionText; frequency: 'continuous' | 'build-time' },
  context: z.RefinementCtx<unknown>,
): void {
  const reading = readExpression(trigger.condition)
  if ('problem' in reading) return
  const { expression } = reading
  const looksBack = trigger.frequency === 'build-time' && termsOf(expression).some(({ over }) => over !== null)
  const problem = looksBack
    ? '"over" with the frequency "continuous" only: a build has no past'
    : expressionMismatch(expression, trigger.metric)
  if (problem !== undefined) context.addIssue({ code: 'custom', path: ['condition'], message: problem })
}

const frequency = z.enum(['continuous', 'build-time'])

const schedule = z.string().superRefine((value, context) => {
  const reading = readSchedule(value)
  if ('problem' in reading) context.addIssue({ code: 'custom', message: reading.problem })
})

export const optimizationTrigger = z.discriminatedUnion('type', [
  z
    .strictObject({
      type: z.literal('performance-threshold'),
      metric: metricName,
      condition: conditionText,
      frequency,
    })
    .superRefine(conditionFits),
  z
    .strictObject({
      type: z.literal('bundle-size-threshold'),
      metric: z.enum(['bundle-size', 'initial-bundle-size']),
      condition: conditionText,
      frequency,
    })
    .superRefine(conditionFits),
  z.strictObject({
    type: z.literal('scheduled'),
    schedule,
    condition: z.literal('performance-regression-detected').exactOptional(),
  }),
  z.strictObject({ type: z.literal('manual'), reason: text.exactOptional() }),
]) satisfies z.ZodType<OptimizationTrigger>

export const optimizationConstraint = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('performance'),
    requirement: z.literal('no-regression-tolerance'),
    threshold: z.number().min(0).max(1, { error: 'a share between 0 and 1, e.g. 0.05 for five per cent' }),
  }),
  z.strictObject({
    type: z.literal('functionality'),
    requirement: z.literal('zero-functionality-loss'),
    validation: z.literal('comprehensive-testing'),
  }),
  z.strictObject({ type: z.literal('business'), requirement: z.literal('minimal-downtime'), threshold: duration }),
]) satisfies z.ZodType<OptimizationConstraint>

export const optimizationValidation = z.strictObject({
  preOptimization: z.array(
    z.enum(['performance-baseline-capture', 'functionality-verification', 'dependency-compatibility-check']),
  ),
  postOptimization: z.array(
    z.enum(['performance-improvement-verification', 'functionality-regression-test', 'user-experience-validation']),
  ),
  continuous: z.array(z.enum(['performance-monitoring', 'error-rate-tracking', 'user-satisfaction-measurement'])),
}) satisfies z.ZodType<OptimizationValidation>

export const automationConfiguration = z.strictObject({
  decisionMaking: z.enum(['ml-assisted', 'rule-based', 'manual']),
  executionMode: z.enum(['gradual-rollout', 'immediate']),
  approvalRequired: z.boolean(),
  rollbackAutomation: z.boolean(),
  learningEnabled: z.boolean(),
}) satisfies z.ZodType<AutomationConfiguration>

export const learningConfiguration = z.strictObject({
  algorithm: z.enum(['reinforcement-learning', 'none']),
  features: z.array(z.enum(['performance-metrics', 'user-behavior', 'optimization-outcomes', 'business-metrics'])),
  updateFrequency: z.enum(['continuous', 'per-session']),
  adaptationStrategy: z.enum(['progressive', 'immediate']),
}) satisfies z.ZodType<LearningConfiguration>

export const rollbackConfiguration = z.strictObject({
  automatic: z.boolean(),
  triggers: z.array(z.enum(['performance-degradation', 'error-rate-increase', 'business-metric-decline'])),
  speed: z.enum(['immediate', 'gradual']),
  validation: z.enum(['automated', 'manual']),
}) satisfies z.ZodType<RollbackConfiguration>

const strategyIds = uniqueIds('strategies')

/**
 * The whole manifest, strict at every level. `implementations` are those of the registered strategies: the `implementation` of each of the
 * manifest's strategies is held to the schemas of its `type`.
 */
export const automatedOptimizerSchema = (implementations: readonly ImplementationSchema[]) =>
  z.strictObject({
    id: identifier,
    name: text,
    type: optimizerType,
    target: optimizationTarget,
    strategies: z
      .array(optimizationStrategySchema(implementations))
      .min(1, { error: 'at least one strategy' })
      .refine(strategyIds.check, { error: strategyIds.error }),
    triggers: z.array(optimizationTrigger),
    constraints: z.array(optimizationConstraint),
    validation: optimizationValidation,
    automation: automationConfiguration,
    learning: learningConfiguration,
    rollback: rollbackConfiguration,
  }) satisfies z.ZodType<AutomatedOptimizer>
