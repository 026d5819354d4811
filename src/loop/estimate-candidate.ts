import path from 'node:path'
import { estimateChange, type RecordedPair } from '../instruments/estimate/index.js'
import type { BuiltArm } from '../model/change.js'
import { messageOf } from '../model/errors.js'
import type { EstimatedEffect } from '../model/estimate.js'
import type { Observation } from '../model/observation.js'
import type { Profile } from '../model/profile.js'
import type { LoadRecording } from '../model/recording.js'
import { shortName } from '../model/short-name.js'
import type { PageTarget } from '../model/target.js'
import { formatPercent } from '../report/format.js'
import { artifactOf, keepArtifact, readArtifact } from './artifacts.js'
import { throwIfCancelled } from './cancelled.js'
import type { TargetRuntime } from './runtime.js'

/** What an arm is recorded under: the profile that comes first is the one that effects are told for. */
const placesOf = ({ target, profiles }: TargetRuntime): { page: PageTarget; profile: Profile }[] =>
  target.pages.filter(({ view }) => view !== 'repeat').map(page => ({ page, profile: profiles[0]! }))

async function recordArm(runtime: TargetRuntime, arm: BuiltArm): Promise<LoadRecording[]> {
  const served = await runtime.serve(arm)
  try {
    await served.warm()
    const recordings: LoadRecording[] = []
    for (const { page, profile } of placesOf(runtime)) {
      throwIfCancelled(runtime.signal)
      recordings.push(await runtime.lab.record(served, page, profile))
    }
    return recordings
  } finally {
    await served.stop()
  }
}

/** Of the current system, once for all candidates that are held against it. */
async function recordCurrent(runtime: TargetRuntime, arm: BuiltArm): Promise<LoadRecording[]> {
  const name = path.join('recordings', arm.revision)
  const known = await readArtifact(artifactOf<LoadRecording[]>(runtime.folder, name)).catch(() => null)
  if (known) return known
  const recordings = await recordArm(runtime, arm)
  await keepArtifact(runtime.folder, name, recordings)
  return recordings
}

/**
 * What a built candidate is expected to do to the times of loads, before any is timed: on record before the proof, and scored by it.
 * @returns nothing where a page cannot be recorded: the proof will say what is wrong with it
 */
export async function estimateCandidate(
  runtime: TargetRuntime,
  current: { readonly arm: BuiltArm; readonly observation: Observation },
  candidate: BuiltArm,
): Promise<EstimatedEffect[]> {
  try {
    const baseline = await recordCurrent(runtime, current.arm)
    const changed = await recordArm(runtime, candidate)
    const [profile] = runtime.profiles
    const pairs = baseline.flatMap((recording): RecordedPair[] => {
      const other = changed.find(({ page }) => page === recording.page)
      const seen = current.observation.pages.find(
        one => one.page.id === recording.page && one.profile === recording.profile,
      )
      if (!other || !seen) return []
      return [{ weight: seen.page.weight, baseline: recording, candidate: other, loads: seen.loads }]
    })
    return profile === undefined || pairs.length === 0 ? [] : estimateChange(pairs, profile)
  } catch (error) {
    throwIfCancelled(runtime.signal)
    runtime.logger.debug('The effect of a candidate could not be estimated', { error: messageOf(error) })
    return []
  }
}

/** `LCP −32.0 % (−40.1 % to −23.2 %)` */
export const describeEstimates = (estimates: readonly EstimatedEffect[]): string =>
  estimates
    .map(
      ({ metric, change, low, high }) =>
        `${shortName(metric)} ${formatPercent(change)} (${formatPercent(low)} to ${formatPercent(high)})`,
    )
    .join(', ')
