import type { Clone } from '../change/clone.js'
import type { Journal } from '../change/journal.js'
import type { ExperimentLab, Serve } from '../experiment/index.js'
import type { Lab } from '../instruments/lab/index.js'
import type { BuiltArm } from '../model/change.js'
import type { BundleObservation } from '../model/observation.js'
import type { Profile } from '../model/profile.js'
import type { Stage } from '../model/progress.js'
import type { Logger, MetricsService } from '../model/services.js'
import type { OptimizationAutomationConfig } from '../model/session.js'
import type { MeasuredSystem, TargetSystem } from '../model/target.js'
import type { DurableSteps } from './durable-steps.js'
import type { StrategyCatalogue } from './strategy-catalogue.js'

/** What it takes to look at a system that can be served, whether or not it was built here. */
export interface LookingRuntime {
  readonly target: MeasuredSystem
  readonly profiles: readonly Profile[]
  readonly lab: ExperimentLab
  readonly logger: Logger
  readonly signal: AbortSignal
  /** Puts up a fresh instance of an arm of it. */
  readonly serve: Serve
  /** The bundle of an arm of it; null where no webpack made one, or that was not seen. */
  bundle(arm: BuiltArm): Promise<BundleObservation | null>
  /** How it had to be installed or built otherwise than by its own commands alone, as sentences. */
  preparation(): readonly string[]
  step(stage: Stage, message: string, done?: number, of?: number): void
}

/** What it takes to build and look at a target: nothing in here changes it. */
export interface ReadingRuntime extends LookingRuntime {
  readonly target: TargetSystem
  /** Folder that outlives sessions, for encodings and the like. */
  readonly cacheFolder: string
  /** What the session has in all, ms. */
  readonly timeBudget: number
  /** Folder of this session and target: clone, arms, artifacts. */
  readonly folder: string
  readonly clone: Clone
  readonly lab: Lab
  readonly strategies: StrategyCatalogue
  readonly metrics: MetricsService
}

/** What a session's stages work with. */
export interface TargetRuntime extends ReadingRuntime {
  readonly sessionId: string
  /** Seed of every random choice of the session. */
  readonly seed: number
  /** What the session may be wrong about in all. */
  readonly alpha: number
  /** When measuring has to end, ms since the epoch. */
  readonly deadline: number
  readonly journal: Journal
  readonly steps: DurableSteps
  readonly approve: OptimizationAutomationConfig['approve']
}
