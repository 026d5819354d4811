import { z } from 'zod'
import { isTimedInBlocks, metric } from '../metrics.js'
import type {
  ApplicabilityRules,
  ImpactAssessment,
  MonitoringRequirements,
  OptimizationStrategy,
  PrerequisiteCheck,
  RiskAssessment,
  RollbackTrigger,
  ValidationCriteria,
  ValidationCriterion,
} from '../strategy.js'
import { COMPARISON_OPERATORS } from './condition.js'
import { type ImplementationSchema, implementationSchema } from './implementation.js'
import {
  businessMetric,
  duration,
  identifier,
  metricName,
  riskFactor,
  riskLevel,
  riskMitigation,
  semverRange,
  text,
} from './vocabulary.js'

export const applicabilityRules = z.strictObject({
  conditions: z
    .array(z.strictObject({ metric: metricName, operator: z.enum(COMPARISON_OPERATORS), threshold: z.number() }))
    .min(1, { error: 'at least one condition' }),
  composition: z.enum(['and', 'or']),
}) satisfies z.ZodType<ApplicabilityRules>

export const impactAssessment = z.strictObject({
  metrics: z.array(
    z
      .strictObject({ name: metricName, expectedChange: z.number(), unit: z.enum(['percentage', 'absolute']) })
      .refine(({ expectedChange, unit }) => unit === 'absolute' || expectedChange >= -100, {
        path: ['expectedChange'],
        error: 'a change in per cent, −100 (gone) or more',
      }),
  ),
  businessValue: z.partialRecord(businessMetric, z.number()),
}) satisfies z.ZodType<ImpactAssessment>

export const riskAssessment = z.strictObject({
  level: riskLevel,
  factors: z.array(riskFactor),
  mitigation: z.array(riskMitigation),
}) satisfies z.ZodType<RiskAssessment>

export const prerequisiteCheck = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('tool'), requirement: text, version: semverRange }),
  z.strictObject({ type: z.literal('metric'), requirement: z.literal('baseline-performance-data'), duration }),
  z.strictObject({ type: z.literal('infrastructure'), requirement: text, capability: text }),
  z.strictObject({
    type: z.literal('browser-support'),
    requirement: text,
    fallback: z.enum(['required', 'optional']),
  }),
]) satisfies z.ZodType<PrerequisiteCheck>

const improvement = z.number().positive({ error: 'a relative improvement above 0, e.g. 0.2 for twenty per cent' })

const PERCENTILES = 'a percentile from 50 to 99, e.g. 75: how slow the slower loads are'
const percentile = z.number().min(50, { error: PERCENTILES }).max(99, { error: PERCENTILES })

/** Several loads of one page have a distribution. */
const timed = metricName.refine(name => isTimedInBlocks(name) && metric(name).better === 'lower', {
  error: 'a percentile asks for a timed metric of a page, e.g. "largest-contentful-paint"',
})

export const validationCriterion = z.union([
  z
    .strictObject({ metric: metricName, improvement })
    .refine(({ metric: name, improvement: share }) => metric(name).better === 'higher' || share <= 1, {
      path: ['improvement'],
      error: 'a relative improvement of at most 1: nothing gets smaller by more than itself (0.2 is twenty per cent)',
    }),
  z.strictObject({ metric: metricName, minimum: z.number() }),
  z.strictObject({ metric: metricName, maximum: z.number() }),
  z.strictObject({ metric: timed, improvement: improvement.lt(1), percentile }),
  z.strictObject({ metric: timed, maximum: z.number(), percentile }),
  z
    .strictObject({ metric: metricName, required: z.literal(true) })
    .refine(({ metric: name }) => metric(name).unit === 'boolean', {
      path: ['metric'],
      error:
        'a metric that holds or does not, e.g. "no-functionality-regression"; others take improvement, minimum or maximum',
    }),
]) satisfies z.ZodType<ValidationCriterion>

export const rollbackTrigger = z.union([
  z.strictObject({ metric: metricName, threshold: z.number() }),
  z.strictObject({
    metric: metricName,
    degradation: z.number().positive({ error: 'a relative degradation above 0, e.g. 0.1 for ten per cent' }),
  }),
]) satisfies z.ZodType<RollbackTrigger>

export const validationCriteria = z.strictObject({
  criteria: z.array(validationCriterion).min(1, { error: 'at least one criterion' }),
  duration,
  rollbackTriggers: z.array(rollbackTrigger),
}) satisfies z.ZodType<ValidationCriteria>

export const monitoringRequirements = z.strictObject({
  metrics: z.array(metricName),
  duration,
  alerting: z.boolean(),
}) satisfies z.ZodType<MonitoringRequirements>

/** A strategy's manifest; its `implementation` is held to the schema registered for its `type`. */
export const optimizationStrategySchema = (implementations: readonly ImplementationSchema[]) =>
  z.strictObject({
    id: identifier,
    name: text,
    description: text,
    category: text,
    applicability: applicabilityRules,
    implementation: implementationSchema(implementations),
    impact: impactAssessment,
    risks: riskAssessment,
    prerequisites: z.array(prerequisiteCheck),
    validation: validationCriteria,
    monitoring: monitoringRequirements,
  }) satisfies z.ZodType<OptimizationStrategy>
