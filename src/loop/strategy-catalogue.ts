import type { Actuator, ActuatorContext } from '../model/actuator.js'
import { TunewrightError } from '../model/errors.js'
import type { ImplementationSchema } from '../model/schema/implementation.js'
import type { ImplementationType, OptimizationStrategy } from '../model/strategy.js'
import type { StrategyModule } from '../strategies/strategy-module.js'

/** A strategy's means, whatever its implementation type. */
export interface StrategyMeans {
  readonly actuator: Actuator
  readonly capabilities: ReadonlyMap<string, string>
  /** Semver ranges of the project's tools that it works on, by package name. */
  readonly tools: Readonly<Record<string, string>>
}

/** Finds the means of a manifest by its `implementation.type`. */
export class StrategyCatalogue {
  readonly #means = new Map<ImplementationType, StrategyMeans>()
  readonly manifests: readonly OptimizationStrategy[]
  /** What manifests are checked with when they are registered. */
  readonly schemas: readonly ImplementationSchema[]

  constructor(modules: readonly StrategyModule<ImplementationType>[]) {
    this.manifests = modules.map(module => module.manifest)
    this.schemas = modules.map(module => ({
      type: module.actuator.type,
      configuration: module.configurationSchema,
      automation: module.automationSchema,
    }))
    for (const module of modules) {
      this.#means.set(module.actuator.type, {
        actuator: module.actuator,
        capabilities: new Map(Object.entries(module.capabilities ?? {})),
        tools: module.tools ?? {},
      })
    }
  }

  /** @throws TunewrightError INPUT_INVALID for a type that no strategy implements. */
  meansOf(strategy: OptimizationStrategy): StrategyMeans {
    const type: string = strategy.implementation.type
    const means = this.#means.get(strategy.implementation.type)
    if (!means) {
      throw new TunewrightError('INPUT_INVALID', `No strategy implements "${type}" (asked for by ${strategy.id}).`, {
        remedy: `Use one of: ${[...this.#means.keys()].join(', ')}.`,
      })
    }
    return means
  }
}

/** The part of an actuator's context that comes from the manifest. */
export const implementationOf = (
  strategy: OptimizationStrategy,
): Pick<ActuatorContext<ImplementationType>, 'manifest' | 'configuration' | 'automation'> => ({
  manifest: strategy,
  configuration: strategy.implementation.configuration,
  automation: strategy.implementation.automation,
})
