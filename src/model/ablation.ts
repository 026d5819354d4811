import type { Effect } from './experiment.js'
import type { MetricName } from './metrics.js'
import type { ProfileId } from './profile.js'

/** How much more (or less) of a metric a change leaves beside the others than it did at its own proof: −0.02 says two per cent less. */
export interface InteractionEffect {
  readonly metric: MetricName
  readonly profile: ProfileId | '*'
  readonly scale: Effect['scale']
  readonly estimate: number
  readonly low: number
  readonly high: number
  readonly confidence: number
}

/** What a kept change does beside the others: the system with everything, against the same without it. */
export interface AblatedChange {
  /** Its commit: the one on the branch, or where it was taken out, the one it was. */
  readonly sha: string
  readonly strategyId: string
  /** The candidate, as `strategy.candidate`. */
  readonly change: string
  /** `not-measured`: for want of time, or because it cannot be taken out by itself. */
  readonly verdict: 'helps' | 'not-shown' | 'no-longer-helps' | 'not-measured'
  /** In a sentence. */
  readonly reason: string
  /** Over pages by traffic, per profile, with intervals; empty where it was not timed. */
  readonly marginal: readonly Effect[]
  /** The same of its own proof, when those that were kept after it were not there yet. */
  readonly alone: readonly Effect[]
  readonly interaction: readonly InteractionEffect[]
  /** Blocks in which it was measured. */
  readonly blocks: number
  /** Whether it was taken out of the branch, since it no longer helps. */
  readonly takenOut: boolean
}
