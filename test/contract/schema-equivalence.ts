import type { z } from 'zod'
import type * as model from '../../src/model/optimizer.js'
import type { optimizationAutomationConfigSchema } from '../../src/model/schema/automation-config.js'
import type * as schemas from '../../src/model/schema/optimizer.js'
import type * as strategySchemas from '../../src/model/schema/strategy.js'
import type { targetSystemSchema } from '../../src/model/schema/target.js'
import type { OptimizationAutomationConfig } from '../../src/model/session.js'
import type * as strategyModel from '../../src/model/strategy.js'
import type { TargetSystem } from '../../src/model/target.js'

/** Everything below is for the compiler (`npm run typecheck`): each schema gives exactly its interface, optional keys and all. */

/** The same type without `readonly`, and with intersections flattened, so that only shape is compared. */
type Plain<T> = T extends RegExp | Date | ((...args: never[]) => unknown)
  ? T
  : T extends readonly (infer Element)[]
    ? Plain<Element>[]
    : T extends object
      ? { -readonly [K in keyof T]: Plain<T[K]> }
      : T

type Identical<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : { readonly schema: A; readonly model: B }

type Same<Schema extends z.ZodType, Model> = Identical<Plain<z.infer<Schema>>, Plain<Model>>

type True<T extends true> = T

export type Equivalent = [
  True<Same<typeof strategySchemas.applicabilityRules, strategyModel.ApplicabilityRules>>,
  True<Same<typeof strategySchemas.impactAssessment, strategyModel.ImpactAssessment>>,
  True<Same<typeof strategySchemas.riskAssessment, strategyModel.RiskAssessment>>,
  True<Same<typeof strategySchemas.prerequisiteCheck, strategyModel.PrerequisiteCheck>>,
  True<Same<typeof strategySchemas.validationCriterion, strategyModel.ValidationCriterion>>,
  True<Same<typeof strategySchemas.rollbackTrigger, strategyModel.RollbackTrigger>>,
  True<Same<typeof strategySchemas.validationCriteria, strategyModel.ValidationCriteria>>,
  True<Same<typeof strategySchemas.monitoringRequirements, strategyModel.MonitoringRequirements>>,
  True<Same<ReturnType<typeof strategySchemas.optimizationStrategySchema>, strategyModel.OptimizationStrategy>>,
  True<Same<typeof schemas.optimizationTarget, model.OptimizationTarget>>,
  True<Same<typeof schemas.optimizationTrigger, model.OptimizationTrigger>>,
  True<Same<typeof schemas.optimizationConstraint, model.OptimizationConstraint>>,
  True<Same<typeof schemas.optimizationValidation, model.OptimizationValidation>>,
  True<Same<typeof schemas.automationConfiguration, model.AutomationConfiguration>>,
  True<Same<typeof schemas.learningConfiguration, model.LearningConfiguration>>,
  True<Same<typeof schemas.rollbackConfiguration, model.RollbackConfiguration>>,
  True<Same<ReturnType<typeof schemas.automatedOptimizerSchema>, model.AutomatedOptimizer>>,
  True<Same<typeof targetSystemSchema, TargetSystem>>,
  True<Same<ReturnType<typeof optimizationAutomationConfigSchema>, OptimizationAutomationConfig>>,
]
