import { randomUUID } from 'node:crypto'
import type { AutomatedOptimizer } from '../model/optimizer.js'
import type { ProgressListener } from '../model/progress.js'
import type { OptimizationAnalysisConfig, OptimizationOpportunityAnalysis } from '../model/session.js'
import type { TargetSystem } from '../model/target.js'
import { assembleAnalysis } from './analyze.js'
import { lookAtTarget } from './look-at-target.js'
import type { SessionServices } from './session-services.js'
import { DEFAULT_PROFILES } from './target-runtime.js'

const DEFAULT_LOADS = 3

export interface AnalysisWork {
  /** Start from the files as they are rather than from HEAD. */
  readonly includeDirty: boolean
  readonly listener: ProgressListener
  readonly signal: AbortSignal
}

/** Measures a target and says where its time goes and what could be done; nothing is changed. */
export function analyzeTarget(
  services: SessionServices,
  target: TargetSystem,
  optimizers: readonly AutomatedOptimizer[],
  config: OptimizationAnalysisConfig,
  work: AnalysisWork,
): Promise<OptimizationOpportunityAnalysis> {
  const started = Date.now()
  const look = {
    ...work,
    id: `analysis-${randomUUID().slice(0, 8)}`,
    profiles: config.profiles ?? DEFAULT_PROFILES,
    loads: config.loads ?? DEFAULT_LOADS,
    tests: false,
  }
  return lookAtTarget(services, target, optimizers, look, async ({ observation, opportunities, outcomes }) =>
    assembleAnalysis(target, config, observation, opportunities, outcomes, started),
  )
}
