import { FIRST_LOOK } from '../experiment/index.js'
import type { Observation } from '../model/observation.js'
import { PROFILES } from '../model/profile.js'

/** What a load takes besides the page's own load time: the stop rule's quiet window and setting up, ms. */
const AROUND_A_LOAD = 1_500
/** Fresh processes, ports and browser for both arms, ms. */
const AROUND_A_BLOCK = 3_000
/** Blocks of a usual proof: effects that are worth keeping show within these. */
const USUAL_BLOCKS = 5
/** Applying, building and counting before the first block, ms. */
const BEFORE_BLOCKS = 40_000
/** Once something is kept, both arms load faster than the original did. */
const AFTER_A_GAIN = 0.7

/** Expected milliseconds of one block: every page under every profile, in both arms. */
export function blockMilliseconds(observation: Observation): number {
  const loads = observation.pages.map(page => {
    const time = page.metrics['load-time'] ?? PROFILES[page.profile].network.roundTrip * 10
    return 2 * (time + AROUND_A_LOAD)
  })
  return AROUND_A_BLOCK + loads.reduce((sum, time) => sum + time, 0)
}

/** Expected milliseconds of a usual proof, given a block's. */
export const provingMilliseconds = (block: number): number => BEFORE_BLOCKS + USUAL_BLOCKS * block

/** The least in which a proof can reach its first look: with less left, nothing is begun. */
export const leastProvingMilliseconds = (block: number): number => BEFORE_BLOCKS + FIRST_LOOK * AFTER_A_GAIN * block

/** Time set aside for the final proof, its counting and its filmed loads. */
export const finalProofMilliseconds = (block: number): number => 30_000 + USUAL_BLOCKS * AFTER_A_GAIN * block
