import type { z } from 'zod'
import type { ShiftCause } from '../instruments/layout-shift/explain-shift.js'
import type { Actuator } from '../model/actuator.js'
import type { DiagnosisKind } from '../model/diagnosis.js'
import type { OptimizerType } from '../model/optimizer.js'
import type { ImplementationConfigurations, ImplementationType, OptimizationStrategy } from '../model/strategy.js'
import type { TargetKind } from '../model/target-kind.js'

/** What a strategy's folder exports as `strategy` from its `index.ts`; the registry is generated from the folders. */
export interface StrategyModule<T extends ImplementationType> {
  /** The stock manifest. Users may register others with the same `implementation.type`. */
  readonly manifest: OptimizationStrategy<T>
  readonly optimizerType: OptimizerType
  readonly actuator: Actuator<T>
  /** The kinds of target that it can work on: it shows on each that it keeps the contract. On others it is not asked. */
  readonly targets: readonly TargetKind[]
  /**
   * Capabilities that prerequisites may ask for and that this strategy's own means give, with how: e.g. `format-conversion`,
   * `fallback`.
   */
  readonly capabilities?: Readonly<Record<string, string>>
  /** Versions (semver ranges, by package name) of the project's tools that it works on. */
  readonly tools?: Readonly<Record<string, string>>
  /** Implementation types of strategies that have their turn first, where they apply as well: what they do changes what this one finds. */
  readonly after?: readonly ImplementationType[]
  /**
   * True where what it proposes comes from what pages ask for while they load. Where several changes are made before they are proved, pages are looked at again for it once
   * one of those that it comes `after` was made.
   */
  readonly looksAnew?: true
  /**
   * True where its changes hold text of files as the target serves them. Where several changes are made before they are proved, those before it are built first; without
   * this, its changes are made on sources that may be newer than the build it is given.
   */
  readonly readsServed?: true
  /**
   * What has just come when pages move because of its changes: text that is shown before its font moves with the font. Where several changes are made before they are proved, and
   * pages that did not move before are seen to move so, it is left out of the whole.
   */
  readonly movesWith?: readonly ShiftCause[]
  /** Implementation types of strategies whose changes must not be kept beside its own; said by one of the two. */
  readonly conflicts?: readonly { readonly with: ImplementationType; readonly reason: string }[]
  /**
   * The key and value of a configuration by which the user orders that frames show something else (`videos: facade`), or null where it orders nothing of the kind:
   * changes that say so of a frame (`AppliedChange.replaced`) are refused then. Absent: none may.
   */
  orders?(configuration: ImplementationConfigurations[T]['configuration']): string | null
  /** What of a diagnosis its changes are for; absent: whatever its candidates are predicted to better. */
  readonly addresses?: readonly DiagnosisKind[]
  /** Strict schemas: a misspelt key is an error with its path. */
  readonly configurationSchema: z.ZodType<ImplementationConfigurations[T]['configuration']>
  readonly automationSchema: z.ZodType<ImplementationConfigurations[T]['automation']>
}
