import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Clone } from '../change/clone.js'
import { Lab } from '../instruments/lab/index.js'
import { PROFILES, type ProfileId } from '../model/profile.js'
import type { ProgressListener } from '../model/progress.js'
import type { TargetSystem } from '../model/target.js'
import { scratchFolder } from '../system/runs.js'
import { ownArms } from './own-arms.js'
import type { ReadingRuntime } from './runtime.js'
import type { SessionServices } from './session-services.js'
import { lockTarget } from './target-lock.js'
import { tellSteps } from './tell-steps.js'

export interface PlaceRequest {
  /** Names the locks, and the steps that are told. */
  readonly id: string
  /** What is done there, e.g. `analysis`: names the folder. */
  readonly name: string
  /** Folders of the user's on which no session may work meanwhile. */
  readonly places: readonly string[]
  readonly listener: ProgressListener
  readonly signal: AbortSignal
}

/** A folder of our own for work on systems outside of sessions. */
export interface WorkPlace {
  readonly folder: string
  readonly step: ReadingRuntime['step']
  /** Has something cleared away at the end, before what was taken earlier. */
  onLeave(release: () => Promise<void>): void
}

export interface WorkroomRequest extends PlaceRequest {
  /** Hosts that pages may reach. */
  readonly allowHosts: readonly string[]
  readonly profiles: readonly ProfileId[]
  /** ms */
  readonly timeBudget: number
}

/** A place of our own for looking at systems outside of sessions. */
export interface Workroom {
  readonly folder: string
  readonly step: ReadingRuntime['step']
  readonly lab: Lab
  /** What it takes to look at a target whose private clone is there. */
  runtimeOf(target: TargetSystem, clone: Clone): ReadingRuntime
}

/**
 * Takes locks and a folder for some work, and gives them back in the opposite order, whichever step fails.
 * @throws TunewrightError BUSY, CANCELLED; else what the work throws
 */
export async function inPlace<T>(
  { logger, stateFolder, waitForTargets }: Pick<SessionServices, 'logger' | 'stateFolder' | 'waitForTargets'>,
  { id, name, places, listener, signal }: PlaceRequest,
  work: (place: WorkPlace) => Promise<T>,
): Promise<T> {
  const step = tellSteps(id, listener)
  const acquired: (() => Promise<void>)[] = []
  try {
    for (const place of places)
      acquired.push(
        await lockTarget(stateFolder, place, {
          sessionId: id,
          wait: waitForTargets,
          onWait: message => step('prepare', message),
          signal,
        }),
      )
    const folder = scratchFolder(name, 'work')
    acquired.push(() => rm(folder, { recursive: true, force: true }))
    return await work({ folder, step, onLeave: release => void acquired.push(release) })
  } finally {
    for (const release of acquired.reverse()) {
      await release().catch((error: unknown) =>
        logger.warn(`Not all that the ${name} took could be cleared away`, { error }),
      )
    }
  }
}

/**
 * As `inPlace`, with a lab for what is looked at.
 * @throws TunewrightError BUSY, BROWSER_FAILED, CANCELLED; else what the work throws
 */
export const inWorkroom = <T>(
  services: SessionServices,
  request: WorkroomRequest,
  work: (room: Workroom) => Promise<T>,
): Promise<T> =>
  inPlace(services, request, async ({ folder, step, onLeave }) => {
    const { logger, stateFolder, strategies, metrics } = services
    const { allowHosts, profiles, timeBudget, signal } = request
    const lab = await Lab.open({ logger, signal, allowHosts })
    onLeave(() => lab.close())
    const runtimeOf = (target: TargetSystem, clone: Clone): ReadingRuntime => ({
      target,
      profiles: profiles.map(profile => PROFILES[profile]),
      cacheFolder: path.join(stateFolder, 'cache'),
      timeBudget,
      folder,
      clone,
      lab,
      strategies,
      metrics,
      logger,
      signal,
      ...ownArms({ target, clone, logger, signal }),
      step,
    })
    return work({ folder, step, lab, runtimeOf })
  })
