import { rm } from 'node:fs/promises'
import path from 'node:path'
import { createClone } from '../change/clone.js'
import { readWorkspace } from '../change/workspace.js'
import { Lab } from '../instruments/lab/index.js'
import type { StrategyOutcome } from '../learning/belief.js'
import { evidenceFor } from '../learning/evidence.js'
import type { Observation } from '../model/observation.js'
import type { AutomatedOptimizer } from '../model/optimizer.js'
import { PROFILES, type ProfileId } from '../model/profile.js'
import type { ProgressListener, Stage } from '../model/progress.js'
import type { OptimizationOpportunity } from '../model/session.js'
import type { TargetSystem } from '../model/target.js'
import { scratchFolder } from '../system/runs.js'
import { requireSecrets } from '../system/secret.js'
import { buildCurrent } from './build.js'
import type { BaselineTests } from './checks/pre.js'
import { findPages } from './find-pages.js'
import { observeArm, withMeasured } from './observe.js'
import { testBaseline } from './prepare.js'
import { measuredOf, proposeOpportunities } from './propose.js'
import type { ReadingRuntime } from './runtime.js'
import type { SessionServices } from './session-services.js'
import { lockTarget } from './target-lock.js'
import { DEFAULT_BUDGET } from './target-runtime.js'

export interface Look {
  /** Names its lock and its folder. */
  readonly id: string
  readonly profiles: readonly ProfileId[]
  /** Timed loads per page and profile. */
  readonly loads: number
  /** Whether the project's own tests are run too. */
  readonly tests: boolean
  /** Start from the files as they are rather than from HEAD. */
  readonly includeDirty: boolean
  readonly listener: ProgressListener
  readonly signal: AbortSignal
}

/** A target as it was seen, and what could be done. */
export interface Seen {
  /** On the pages that were found. */
  readonly runtime: ReadingRuntime
  readonly observation: Observation
  readonly opportunities: readonly OptimizationOpportunity[]
  /** What beliefs may learn from. */
  readonly outcomes: readonly StrategyOutcome[]
  readonly tests: BaselineTests | null
  /** How long building it took, ms. */
  readonly preparation: number
}

/**
 * Measures a target in a private clone of its own and asks every strategy what it could do; nothing is changed, and the clone is deleted.
 * @param conclude works with what was seen while the clone is still there
 */
export async function lookAtTarget<T>(
  services: SessionServices,
  target: TargetSystem,
  optimizers: readonly AutomatedOptimizer[],
  look: Look,
  conclude: (seen: Seen) => Promise<T>,
): Promise<T> {
  const { id, signal } = look
  const { logger, stateFolder } = services
  requireSecrets(target.login)
  const tell = (stage: Stage, message: string, done?: number, of?: number) =>
    look.listener({
      kind: 'step',
      sessionId: id,
      stage,
      message,
      ...(done === undefined ? {} : { done }),
      ...(of === undefined ? {} : { of }),
    })
  // Given back in the opposite order, whichever step fails.
  const acquired: (() => Promise<void>)[] = []
  try {
    acquired.push(
      await lockTarget(stateFolder, target.root, {
        sessionId: id,
        wait: services.waitForTargets,
        onWait: message => tell('prepare', message),
        signal,
      }),
    )
    const folder = scratchFolder('analysis', 'work')
    acquired.push(() => rm(folder, { recursive: true, force: true }))
    const lab = await Lab.open({ logger, signal, allowHosts: target.allowHosts ?? [] })
    acquired.push(() => lab.close())
    tell('prepare', 'building')
    const clone = await createClone(target, path.join(folder, 'clone'), {
      includeDirty: look.includeDirty,
      signal,
      logger,
    })
    const given: ReadingRuntime = {
      target,
      profiles: look.profiles.map(profile => PROFILES[profile]),
      cacheFolder: path.join(stateFolder, 'cache'),
      timeBudget: DEFAULT_BUDGET,
      folder,
      clone,
      lab,
      strategies: services.strategies,
      metrics: services.metrics,
      logger,
      signal,
      step: tell,
    }
    const building = Date.now()
    const arm = await buildCurrent(given)
    const preparation = Date.now() - building
    const runtime = { ...given, target: { ...target, pages: await findPages(given, arm) } }
    const testing = { tests: null as BaselineTests | null }
    const { observation } = await observeArm(runtime, arm, look.loads, async () => {
      if (look.tests) testing.tests = await testBaseline(runtime, arm)
    })
    const workspace = readWorkspace(clone.root, clone.output)
    const opportunities = await proposeOpportunities(runtime, optimizers, observation, arm, workspace)
    const known = await services.memory.outcomes()
    return await conclude({
      runtime,
      observation: withMeasured(observation, measuredOf(opportunities)),
      opportunities,
      outcomes: evidenceFor(optimizers, known, known),
      tests: testing.tests,
      preparation,
    })
  } finally {
    for (const release of acquired.reverse()) {
      await release().catch((error: unknown) =>
        logger.warn('A look at a target could not clear all of its own away', { error }),
      )
    }
  }
}
