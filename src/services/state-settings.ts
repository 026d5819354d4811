import { parseDuration } from '../model/duration.js'
import type { ConfigurationManager } from '../model/services.js'
import { parseSize } from '../model/size.js'
import { stateSettings } from './config-schema.js'
import { setting } from './file-configuration.js'

/** How long the work of ended sessions is kept, and how large the state folder may grow. */
export interface StateLimits {
  /** Milliseconds. */
  readonly retention: number
  /** Bytes. */
  readonly cap: number
}

const { retention, cap } = stateSettings.shape

/**
 * The settings `state.retention` (30 days where not set) and `state.cap` (10 GB).
 * @throws TunewrightError INPUT_INVALID that names the key, its variable, and what was expected.
 */
export const stateLimits = (configuration: ConfigurationManager): StateLimits => ({
  retention: parseDuration(
    setting<string | undefined>(configuration, 'state.retention', retention, undefined) ?? '30d',
  ),
  cap: parseSize(setting<string | undefined>(configuration, 'state.cap', cap, undefined) ?? '10GB'),
})
