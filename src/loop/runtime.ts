import type { Clone } from '../change/clone.js'
import type { Journal } from '../change/journal.js'
import type { Lab } from '../instruments/lab/index.js'
import type { Profile } from '../model/profile.js'
import type { Stage } from '../model/progress.js'
import type { Logger, MetricsService } from '../model/services.js'
import type { OptimizationAutomationConfig } from '../model/session.js'
import type { TargetSystem } from '../model/target.js'
import type { StrategyCatalogue } from './strategy-catalogue.js'

/** What a stage works with: the session's settings, the target's private clone, and the means to measure it. */
export interface TargetRuntime {
  readonly sessionId: string
  readonly target: TargetSystem
  readonly profiles: readonly Profile[]
  /** Seed of every random choice of the session. */
  readonly seed: number
  /** When the session's time is spent, ms since the epoch. */
  readonly deadline: number
  /** Folder that outlives sessions, for encodings and the like. */
  readonly cacheFolder: string
  /** Folder of this session and target: clone, arms, journal, artifacts. */
  readonly folder: string
  readonly clone: Clone
  readonly journal: Journal
  readonly lab: Lab
  readonly strategies: StrategyCatalogue
  readonly metrics: MetricsService
  readonly approve: OptimizationAutomationConfig['approve']
  readonly logger: Logger
  readonly signal: AbortSignal
  step(stage: Stage, message: string, done?: number, of?: number): void
}
