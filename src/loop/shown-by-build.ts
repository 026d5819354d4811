import type { Actuator, ActuatorContext, Candidate, SettingEffect } from '../model/actuator.js'
import type { BuiltArm } from '../model/change.js'
import { messageOf, TunewrightError } from '../model/errors.js'
import type { ImplementationType } from '../model/strategy.js'

/**
 * What a candidate's build says of the manifest's keys, where its strategy reads that off it. A build that it cannot read costs the candidate
 * nothing: what was proposed of the keys stands.
 */
export async function shownByBuild(
  actuator: Actuator,
  candidate: Candidate,
  context: ActuatorContext<ImplementationType>,
  arm: BuiltArm,
): Promise<readonly SettingEffect[]> {
  try {
    return (await actuator.inspectBuilt?.(candidate, context, arm)) ?? []
  } catch (error) {
    if (context.signal.aborted || !(error instanceof TunewrightError) || error.code === 'CANCELLED') throw error
    context.logger.debug(`what the build of ${candidate.id} says of settings could not be read`, {
      error: messageOf(error),
    })
    return []
  }
}
