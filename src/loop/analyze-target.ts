import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { createClone } from '../change/clone.js'
import { readWorkspace } from '../change/workspace.js'
import { Lab } from '../instruments/lab/index.js'
import { evidenceFor } from '../learning/evidence.js'
import type { AutomatedOptimizer } from '../model/optimizer.js'
import { PROFILES } from '../model/profile.js'
import type { ProgressListener, Stage } from '../model/progress.js'
import type { OptimizationAnalysisConfig, OptimizationOpportunityAnalysis } from '../model/session.js'
import type { TargetSystem } from '../model/target.js'
import { assembleAnalysis } from './analyze.js'
import { buildCurrent } from './build.js'
import { findPages } from './find-pages.js'
import { observeArm, withMeasured } from './observe.js'
import { measuredOf, proposeOpportunities } from './propose.js'
import type { ReadingRuntime } from './runtime.js'
import type { SessionServices } from './session-services.js'
import { lockTarget } from './target-lock.js'
import { DEFAULT_PROFILES } from './target-runtime.js'

const DEFAULT_LOADS = 3

export interface AnalysisWork {
  /** Start from the files as they are rather than from HEAD. */
  readonly includeDirty: boolean
  readonly listener: ProgressListener
  readonly signal: AbortSignal
}

/** Measures a target in a private clone of its own and says what could be done; nothing is changed, and the clone is deleted. */
export async function analyzeTarget(
  services: SessionServices,
  target: TargetSystem,
  optimizers: readonly AutomatedOptimizer[],
  config: OptimizationAnalysisConfig,
  { includeDirty, listener, signal }: AnalysisWork,
): Promise<OptimizationOpportunityAnalysis> {
  const started = Date.now()
  const id = `analysis-${randomUUID().slice(0, 8)}`
  const { logger, stateFolder } = services
  // Given back in the opposite order, whichever step fails.
  const acquired: (() => Promise<void>)[] = []
  try {
    acquired.push(await lockTarget(stateFolder, target.root, id))
    // By the name that its lock holds: what a killed analysis leaves is told from what a live one uses.
    const folder = path.join(await services.workFolder(), id)
    await mkdir(folder, { mode: 0o700 })
    acquired.push(() => rm(folder, { recursive: true, force: true }))
    const lab = await Lab.open({ logger, signal })
    acquired.push(() => lab.close())
    const tell = (stage: Stage, message: string, done?: number, of?: number) =>
      listener({
        kind: 'step',
        sessionId: id,
        stage,
        message,
        ...(done === undefined ? {} : { done }),
        ...(of === undefined ? {} : { of }),
      })
    tell('prepare', 'building')
    const clone = await createClone(target, path.join(folder, 'clone'), { includeDirty, signal, logger })
    const given: ReadingRuntime = {
      target,
      profiles: (config.profiles ?? DEFAULT_PROFILES).map(profile => PROFILES[profile]),
      cacheFolder: path.join(stateFolder, 'cache'),
      folder,
      clone,
      lab,
      strategies: services.strategies,
      metrics: services.metrics,
      logger,
      signal,
      step: tell,
    }
    const arm = await buildCurrent(given)
    const runtime = { ...given, target: { ...target, pages: await findPages(given, arm) } }
    const { observation } = await observeArm(runtime, arm, config.loads ?? DEFAULT_LOADS)
    const workspace = readWorkspace(clone.root, clone.output)
    const opportunities = await proposeOpportunities(runtime, optimizers, observation, arm, workspace)
    const known = await services.memory.outcomes()
    const outcomes = evidenceFor(optimizers, known, known)
    const measured = withMeasured(observation, measuredOf(opportunities))
    return assembleAnalysis(target, config, measured, opportunities, outcomes, started)
  } finally {
    for (const release of acquired.reverse()) {
      await release().catch((error: unknown) =>
        logger.warn('An analysis could not clear all of its own away', { error }),
      )
    }
  }
}
