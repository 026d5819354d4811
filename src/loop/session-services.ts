import type { ExperimentRecord } from '../experiment/index.js'
import type { Comparison } from '../model/proving.js'
import type { Logger, MetricsService } from '../model/services.js'
import type { OptimizationAutomationSession } from '../model/session.js'
import type { DurableSteps } from './durable-steps.js'
import type { Memory } from './optimize-target.js'
import type { StrategyCatalogue } from './strategy-catalogue.js'

/** What sessions share: the store behind them, the engine that makes their stages durable, and the strategies. */
export interface SessionServices {
  /** Folder of everything of ours. */
  readonly stateFolder: string
  /** Whether a session waits for another one on the same target, or is refused. */
  readonly waitForTargets: boolean
  readonly logger: Logger
  readonly metrics: MetricsService
  readonly strategies: StrategyCatalogue
  readonly memory: Memory
  /** Fires, with a STORE_FAILED as its reason, where the store went away for good. */
  readonly storeLost: AbortSignal
  saveSession(session: OptimizationAutomationSession): Promise<void>
  /** Puts a comparison on record, with what its verdict was made from. */
  keepComparison(comparison: Comparison, record: ExperimentRecord): Promise<void>
  /** Runs a session's work as one durable workflow, whose steps are handed to it. */
  runDurably(sessionId: string, work: (steps: DurableSteps) => Promise<void>): Promise<void>
}
