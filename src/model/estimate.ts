import type { MetricName } from './metrics.js'
import type { ProfileId } from './profile.js'

/** What a change is expected to do to a timed metric, over all pages by traffic, from a recorded load of each arm: it orders, and decides nothing. */
export interface EstimatedEffect {
  readonly metric: MetricName
  readonly profile: ProfileId
  /** Per cent. */
  readonly change: number
  /** In 80 % of cases the change that is measured lies within. */
  readonly low: number
  readonly high: number
}
