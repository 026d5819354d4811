import { SURVEYS_AT_ONCE } from '../../experiment/look-at-arms.js'
import type { BuiltArm } from '../../model/change.js'
import { TunewrightError } from '../../model/errors.js'
import type { Observation, PageLoad } from '../../model/observation.js'
import { mapBounded } from '../../system/map-bounded.js'
import { throwIfCancelled } from '../cancelled.js'
import { composeObservation } from '../observe.js'
import type { LookingRuntime } from '../runtime.js'

/**
 * What pages are like with the changes that were made so far: each is surveyed and loaded once under each profile that is judged. That is enough to propose from, and
 * proves nothing.
 * @returns null where a page does not work with them
 * @throws TunewrightError SERVE_FAILED, BROWSER_FAILED, CANCELLED
 */
export async function lookBetween(runtime: LookingRuntime, arm: BuiltArm): Promise<Observation | null> {
  const places = runtime.target.pages.flatMap(page => runtime.profiles.map(profile => ({ page, profile })))
  const served = await runtime.serve(arm)
  try {
    await served.warm()
    const surveys = await mapBounded(places, SURVEYS_AT_ONCE, ({ page, profile }) =>
      runtime.lab.survey(served, page, profile),
    )
    const loads: PageLoad[] = []
    for (const { page, profile } of places) {
      throwIfCancelled(runtime.signal)
      loads.push(await runtime.lab.load(served, page, profile))
    }
    return await composeObservation(runtime, arm, surveys, loads)
  } catch (error) {
    if (error instanceof TunewrightError && error.code === 'PAGE_BROKEN') return null
    throw error
  } finally {
    await served.stop()
  }
}
