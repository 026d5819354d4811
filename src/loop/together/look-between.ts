import { SURVEYS_AT_ONCE } from '../../experiment/look-at-arms.js'
import type { BuiltArm } from '../../model/change.js'
import { TunewrightError } from '../../model/errors.js'
import type { Observation } from '../../model/observation.js'
import { mapBounded } from '../../system/map-bounded.js'
import { composeObservation, judgedPlaces, loadInTurns } from '../observe.js'
import type { LookingRuntime } from '../runtime.js'

/**
 * What pages are like with the changes that were made so far: each is surveyed and loaded once under each profile that is judged. That is enough to propose from, and
 * proves nothing.
 * @returns null where a page does not work with them
 * @throws TunewrightError SERVE_FAILED, BROWSER_FAILED, CANCELLED
 */
export async function lookBetween(runtime: LookingRuntime, arm: BuiltArm): Promise<Observation | null> {
  const served = await runtime.serve(arm)
  try {
    await served.warm()
    const surveys = await mapBounded(judgedPlaces(runtime), SURVEYS_AT_ONCE, ({ page, profile }) =>
      runtime.lab.survey(served, page, profile),
    )
    return await composeObservation(runtime, arm, surveys, await loadInTurns(runtime, served, 1))
  } catch (error) {
    if (error instanceof TunewrightError && error.code === 'PAGE_BROKEN') return null
    throw error
  } finally {
    await served.stop()
  }
}
