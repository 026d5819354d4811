import path from 'node:path'
import { createClone } from '../change/clone.js'
import { sourcesOf } from '../change/workspace.js'
import type { StrategyOutcome } from '../learning/belief.js'
import { evidenceFor } from '../learning/evidence.js'
import type { Observation } from '../model/observation.js'
import type { AutomatedOptimizer } from '../model/optimizer.js'
import type { ProfileId } from '../model/profile.js'
import type { ProgressListener } from '../model/progress.js'
import type { OptimizationOpportunity } from '../model/session.js'
import type { TargetSystem } from '../model/target.js'
import { requireSecrets } from '../system/secret.js'
import { buildCurrent } from './build.js'
import type { BaselineTests } from './checks/pre.js'
import { findPages } from './find-pages.js'
import { observeArm, withMeasured } from './observe.js'
import { testBaseline } from './prepare.js'
import { measuredOf, proposeOpportunities } from './propose.js'
import type { ReadingRuntime } from './runtime.js'
import type { SessionServices } from './session-services.js'
import { DEFAULT_BUDGET } from './target-runtime.js'
import { inWorkroom } from './workroom.js'

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
  const { id, profiles, listener, signal } = look
  const { logger } = services
  requireSecrets(target)
  const room = {
    id,
    name: 'analysis',
    places: [target.root],
    allowHosts: target.allowHosts ?? [],
    profiles,
    timeBudget: DEFAULT_BUDGET,
    listener,
    signal,
  }
  return inWorkroom(services, room, async ({ folder, step, runtimeOf }) => {
    step('prepare', 'building')
    const clone = await createClone(target, path.join(folder, 'clone'), {
      includeDirty: look.includeDirty,
      signal,
      logger,
    })
    const given = runtimeOf(target, clone)
    const building = Date.now()
    const arm = await buildCurrent(given)
    const preparation = Date.now() - building
    const runtime = { ...given, target: { ...target, pages: await findPages(given, arm) } }
    const testing = { tests: null as BaselineTests | null }
    const { observation } = await observeArm(runtime, arm, look.loads, async () => {
      if (look.tests) testing.tests = await testBaseline(runtime, arm)
    })
    const workspace = sourcesOf(clone)
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
  })
}
