import type { EffectBelief } from '../model/decision.js'
import type { OptimizationOpportunity } from '../model/session.js'
import { expectedBlocks, type Measured } from './expected-blocks.js'
import { candidatesBefore } from './opportunity-beliefs.js'
import { type Pace, provingMilliseconds, savedPerBlock } from './time-estimate.js'

/** ms */
export const MINUTE = 60_000

/** What proving a strategy is expected to take. */
export interface ProofTime {
  readonly minutes: number
  readonly blocks: number
  /** Minutes by which each block after it is shorter, should it be kept. */
  readonly savedPerBlock: number
}

/** Estimates what proving an opportunity of which that is believed takes, from what was seen of the target so far. */
export const proofTimes =
  (seen: Measured, pace: Pace) =>
  (opportunity: OptimizationOpportunity, beliefs: readonly EffectBelief[]): ProofTime => {
    const blocks = expectedBlocks(seen, beliefs)
    return {
      minutes: provingMilliseconds(pace, blocks, candidatesBefore(opportunity)) / MINUTE,
      blocks,
      savedPerBlock: savedPerBlock(seen.observation, beliefs) / MINUTE,
    }
  }
