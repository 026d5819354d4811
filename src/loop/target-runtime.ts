import path from 'node:path'
import { openWorkplace } from '../change/workplace.js'
import { SESSION_ALPHA } from '../experiment/index.js'
import type { Lab } from '../instruments/lab/index.js'
import { PROFILES } from '../model/profile.js'
import type { TargetSystem } from '../model/target.js'
import { requireSecrets } from '../system/secret.js'
import type { DurableSteps } from './durable-steps.js'
import { ownArms } from './own-arms.js'
import type { TargetRuntime } from './runtime.js'
import type { SessionRecord } from './session-record.js'
import type { SessionServices } from './session-services.js'
import { lockTarget } from './target-lock.js'
import { tellSteps } from './tell-steps.js'
import { endOfMeasuring } from './time-estimate.js'

export interface OpenTarget {
  readonly runtime: TargetRuntime
  close(): Promise<void>
}

/** Opens what a session needs to work on one target: its lock, private clone and journal. */
export async function openTarget(
  services: SessionServices,
  record: SessionRecord,
  target: TargetSystem,
  lab: Lab,
  steps: DurableSteps,
  signal: AbortSignal,
): Promise<OpenTarget> {
  const { session } = record
  const { stateFolder, logger } = services
  requireSecrets(target)
  const step = tellSteps(session.id, event => record.emit(event))
  const free = await lockTarget(stateFolder, target.root, {
    sessionId: session.id,
    wait: services.waitForTargets,
    onWait: message => step('prepare', message),
    signal,
  })
  try {
    const workplace = await openWorkplace(target, {
      stateFolder,
      sessionId: session.id,
      folder: path.join(session.stateFolder, target.id),
      includeDirty: session.config.includeDirty ?? false,
      signal,
      logger,
    })
    const { folder, clone, journal } = workplace
    const timeBudget = session.config.budget?.milliseconds ?? DEFAULT_BUDGET
    const runtime: TargetRuntime = {
      sessionId: session.id,
      target,
      profiles: (session.config.profiles ?? DEFAULT_PROFILES).map(id => PROFILES[id]),
      seed: session.config.seed ?? 0,
      // The session's, over all that it works on.
      alpha: (session.config.budget?.alpha ?? SESSION_ALPHA) / session.config.targets.length,
      timeBudget,
      deadline: endOfMeasuring(session.startTime, timeBudget),
      cacheFolder: path.join(stateFolder, 'cache'),
      folder,
      clone,
      journal,
      lab,
      strategies: services.strategies,
      metrics: services.metrics,
      approve: session.config.approve,
      logger,
      signal,
      steps,
      ...ownArms({ target, clone, logger, signal }),
      step,
    }
    return { runtime, close: () => workplace.close().finally(free) }
  } catch (error) {
    await free()
    throw error
  }
}

/** Phones first: most visits, and the slowest. The desktop is asked for by name. */
export const DEFAULT_PROFILES = ['mobile', 'desktop'] as const
/** Half an hour. */
export const DEFAULT_BUDGET = 30 * 60_000
