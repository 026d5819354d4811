import type { ImplementationSchema } from '../model/schema/implementation.js'
import type { ImplementationType } from '../model/strategy.js'
import type { StrategyModule } from './strategy-module.js'

/** What `parseOptimizer` needs of the strategies: their schemas by implementation type. */
export const implementationSchemas = (
  modules: readonly StrategyModule<ImplementationType>[],
): readonly ImplementationSchema[] =>
  modules.map(({ actuator, configurationSchema, automationSchema }) => ({
    type: actuator.type,
    configuration: configurationSchema,
    automation: automationSchema,
  }))
