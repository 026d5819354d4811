import { rm } from 'node:fs/promises'
import path from 'node:path'
import { createClone } from '../change/clone.js'
import { serveRunning } from '../instruments/serving/index.js'
import type { BuiltArm } from '../model/change.js'
import { parseLocalUrl } from '../model/local-url.js'
import { PROFILES, type ProfileId } from '../model/profile.js'
import type { ProjectSide, ProvingSide, RunningSide } from '../model/proving.js'
import type { Logger } from '../model/services.js'
import { buildCurrent } from './build.js'
import type { LookingRuntime, ReadingRuntime } from './runtime.js'
import { isRunning, systemOf } from './sides.js'
import type { Workroom } from './workroom.js'

/** A side that can be served, with what it takes to look at it. */
export interface OpenSide {
  readonly arm: BuiltArm
  readonly runtime: LookingRuntime
  /** The same, where it was built here: what its own tests are run with. */
  readonly built: ReadingRuntime | null
}

export interface OpenSideOptions {
  readonly profiles: readonly ProfileId[]
  readonly logger: Logger
  readonly signal: AbortSignal
}

/** Whoever starts them may have forgotten to: better known before anything is built. @throws TunewrightError SERVE_FAILED */
export async function requireRunning(sides: readonly ProvingSide[], logger: Logger): Promise<void> {
  for (const side of sides.filter(isRunning)) await (await serveRunning(parseLocalUrl(side.url), { logger })).stop()
}

/**
 * Builds a side in a private copy, or finds it running.
 * @throws TunewrightError BUILD_FAILED, CLONE_FAILED, SERVE_FAILED where nothing answers at its URL, CANCELLED
 */
export const openSide = (room: Workroom, side: ProvingSide, o: OpenSideOptions): Promise<OpenSide> =>
  isRunning(side) ? openRunning(room, side, o) : buildSide(room, side, o)

async function buildSide(
  { folder, step, runtimeOf }: Workroom,
  { name, target, surroundings }: ProjectSide,
  { logger, signal }: OpenSideOptions,
): Promise<OpenSide> {
  step('prepare', `building ${name}`)
  // Both at one path: some builds write it into what they make.
  const at = path.join(folder, 'clone')
  await rm(at, { recursive: true, force: true })
  const clone = await createClone(target, at, {
    // A folder is meant as it is; a revision that was checked out has nothing on top.
    includeDirty: true,
    ...(surroundings !== undefined && { surroundings }),
    signal,
    logger,
  })
  const built = runtimeOf(target, clone)
  return { arm: await buildCurrent(built), runtime: built, built }
}

async function openRunning(
  { step, lab }: Workroom,
  side: RunningSide,
  { profiles, logger, signal }: OpenSideOptions,
): Promise<OpenSide> {
  step('prepare', `looking for ${side.name}`)
  const site = parseLocalUrl(side.url)
  const { login } = side
  const serve = () => serveRunning(site, { logger, login })
  return {
    // Nothing of it is ours: no folder, no build.
    arm: { revision: side.url, root: '', bundleStatistics: null, buildMilliseconds: 0 },
    runtime: {
      target: systemOf(side),
      profiles: profiles.map(profile => PROFILES[profile]),
      lab,
      logger,
      signal,
      serve,
      bundle: async () => null,
      preparation: () => [],
      step,
    },
    built: null,
  }
}
