import type { ShiftCause } from '../instruments/layout-shift/explain-shift.js'
import type { Actuator, ActuatorContext } from '../model/actuator.js'
import type { DiagnosisKind } from '../model/diagnosis.js'
import { TunewrightError } from '../model/errors.js'
import type { ImplementationSchema } from '../model/schema/implementation.js'
import type { ImplementationConfigurations, ImplementationType, OptimizationStrategy } from '../model/strategy.js'
import type { TargetKind } from '../model/target-kind.js'
import type { StrategyModule } from '../strategies/strategy-module.js'
import { parseStrategyModule } from './parse-strategy-module.js'
import type { Composition, DeclaredOrder } from './strategy-order.js'

/** A strategy's means, whatever its implementation type. */
export interface StrategyMeans {
  readonly actuator: Actuator
  /** The kinds of target that it is asked for. */
  readonly targets: readonly TargetKind[]
  readonly capabilities: ReadonlyMap<string, string>
  /** Semver ranges of the project's tools that it works on, by package name. */
  readonly tools: Readonly<Record<string, string>>
  readonly order: DeclaredOrder
  /** Whether it needs to see pages as the changes before it have left them. */
  readonly looksAnew: boolean
  /** Whether its changes hold text of files as they are served, so that those before it have to be built. */
  readonly readsServed: boolean
  /** What has just come when pages move because of its changes. */
  readonly movesWith: readonly ShiftCause[]
  /** What a configuration orders to be shown otherwise, in words; null where it is nothing. */
  orders(configuration: ImplementationConfigurations[ImplementationType]['configuration']): string | null
  /** What of a diagnosis it is for, where it says so. */
  readonly addresses?: readonly DiagnosisKind[]
}

/** Finds the means of a manifest by its `implementation.type`. */
export class StrategyCatalogue {
  readonly #means = new Map<ImplementationType, StrategyMeans>()
  readonly #modules: StrategyModule<ImplementationType>[] = []

  constructor(modules: readonly StrategyModule<ImplementationType>[]) {
    for (const module of modules) this.#register(module)
  }

  get manifests(): readonly OptimizationStrategy[] {
    return this.#modules.map(module => module.manifest)
  }

  /** What manifests are checked with when they are registered. */
  get schemas(): readonly ImplementationSchema[] {
    return this.#modules.map(module => ({
      type: module.actuator.type,
      configuration: module.configurationSchema,
      automation: module.automationSchema,
    }))
  }

  /**
   * Adds a strategy of somebody's own.
   * @param source where it comes from, for messages
   * @returns its manifest
   * @throws TunewrightError INPUT_INVALID that names what is wrong with it
   */
  add(module: unknown, source?: string): OptimizationStrategy {
    const types = this.schemas.map(({ type }) => type)
    const parsed = parseStrategyModule(module, { ids: this.manifests.map(({ id }) => id), types }, source)
    this.#register(parsed)
    return parsed.manifest
  }

  #register(module: StrategyModule<ImplementationType>): void {
    this.#modules.push(module)
    this.#means.set(module.actuator.type, {
      actuator: module.actuator,
      targets: module.targets,
      capabilities: new Map(Object.entries(module.capabilities ?? {})),
      tools: module.tools ?? {},
      ...(module.addresses && { addresses: module.addresses }),
      order: { after: module.after ?? [], conflicts: module.conflicts ?? [] },
      looksAnew: module.looksAnew ?? false,
      readsServed: module.readsServed ?? false,
      movesWith: module.movesWith ?? [],
      orders: configuration => module.orders?.(configuration) ?? null,
    })
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

/** What was kept, with what strategies declare of each other. */
export const compositionOf = (
  { strategies }: { readonly strategies: StrategyCatalogue },
  kept: readonly OptimizationStrategy[],
): Composition => ({ kept, orderOf: strategy => strategies.meansOf(strategy).order })
