import type { Actuator } from '../../../model/actuator.js'
import { applyCandidate } from './apply.js'
import { inspectBuilt } from './built-settings.js'
import { propose } from './propose.js'

/** Cuts a webpack build into what a page needs at once and what it needs later. */
export const actuator: Actuator<'webpack-optimization'> = {
  type: 'webpack-optimization',
  propose,
  apply: applyCandidate,
  inspectBuilt,
}
