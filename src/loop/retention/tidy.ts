import { messageOf } from '../../model/errors.js'
import type { Logger } from '../../model/services.js'
import type { StateLimits } from '../../services/state-settings.js'
import { stateFolder } from '../../system/state-folder.js'
import { cleanState } from './clean-state.js'
import { takeInventory } from './inventory.js'
import { planCleaning } from './plan-cleaning.js'

/**
 * What is done by itself after a session: the clones of ended sessions beyond the limits go. What reports and verdicts are made from stays. A
 * session is not to fail for this: what stands in the way is logged.
 */
export async function tidyState(limits: StateLimits, logger: Logger): Promise<void> {
  try {
    const inventory = await takeInventory(stateFolder())
    const removals = planCleaning(inventory, { ...limits, now: Date.now(), artifacts: false })
    const gone = await cleanState(inventory, removals)
    if (gone.length > 0) logger.debug('Cleared away what ended sessions left', { paths: gone.map(({ path }) => path) })
  } catch (error) {
    logger.warn('What ended sessions left could not be cleared away: `tunewright clean` does it', {
      error: messageOf(error),
    })
  }
}
