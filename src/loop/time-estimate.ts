import { FIRST_LOOK } from '../experiment/index.js'
import type { EffectBelief } from '../model/decision.js'
import type { MetricName } from '../model/metrics.js'
import type { Observation } from '../model/observation.js'
import { PROFILES } from '../model/profile.js'

/** What a load takes after its last request: the stop rule's quiet window, and opening and closing a tab, ms. */
const AROUND_A_LOAD = 900
/** Fresh processes, ports and browser for both arms, and a first unmeasured look at each page, ms. */
const AROUND_A_BLOCK = 2_500
/** Looking at a page on one device in both arms by every means, before the first block, ms. */
const LOOKING = 8_000
/** Of a page that was not loaded yet, ms. */
const UNKNOWN_LOAD = 3_000
/** Blocks of the final proof: what was kept shows within these. */
const FINAL_BLOCKS = 7
/** Filming both arms, and waiting for five seconds of quiet each time, ms. */
export const FILMING = 40_000
/** Writing the branch and the report once all is measured, ms: at most so, and of a short session no more than this share. */
const [HANDING_OVER, HANDING_OVER_SHARE] = [10_000, 0.04]

/** When measuring has to end, so that a session keeps to its time: ms since the epoch. */
export const endOfMeasuring = (started: Date, timeBudget: number): number =>
  started.getTime() + timeBudget - Math.min(HANDING_OVER, HANDING_OVER_SHARE * timeBudget)

/** One arm of a proof, at least, loads faster than the original did once something is kept. */
const AFTER_A_GAIN = 0.8

/** Expected milliseconds of looking at all pages on all devices in both arms. */
export const lookingMilliseconds = ({ pages, otherViews }: Observation): number =>
  LOOKING * (pages.length + otherViews.length)

/** Expected milliseconds of loading every page under every profile once in one arm. */
const loadsMilliseconds = (observation: Observation): number =>
  observation.pages
    .map(page => {
      const ends = page.loads.map(load =>
        Math.max(load.metrics['load-time'] ?? 0, ...load.requests.map(({ end }) => end)),
      )
      const usual = ends.length > 0 ? ends.reduce((sum, end) => sum + end, 0) / ends.length : UNKNOWN_LOAD
      return usual + AROUND_A_LOAD
    })
    .reduce((sum, time) => sum + time, 0)

/**
 * Expected milliseconds of one block: every page under every profile, in both arms.
 * @param candidate as it was measured; of one that was not measured yet, no faster loads are expected
 */
export const blockMilliseconds = (baseline: Observation, candidate = baseline): number =>
  AROUND_A_BLOCK + loadsMilliseconds(baseline) + loadsMilliseconds(candidate)

/** Expected milliseconds of a block of so many arms that are much alike. */
export const armsBlockMilliseconds = (observation: Observation, arms: number): number =>
  AROUND_A_BLOCK + arms * loadsMilliseconds(observation)

/** The share of a session's time that measuring each kept change beside the others may take. */
export const MOST_OF_ABLATION = 0.4
/** … and of which that is set aside while more may be tried. */
export const SET_ASIDE_FOR_ABLATION = 0.15
/** Blocks in which changes are measured beside each other, where all goes well. */
const ABLATION_BLOCKS = 8
/** So many arms beside the whole: each is up as long as a block lasts. */
const MOST_ARMS = 6

/**
 * For how many changes there is time: to build the whole without each, to look at it, and to load all of them in as many blocks as it takes.
 * @param built arms that are built already
 */
export function affordableArms(observation: Observation, build: number, built: number, time: number): number {
  const takes = (arms: number): number =>
    (arms - built) * build +
    arms * (lookingMilliseconds(observation) / 2) +
    ABLATION_BLOCKS * armsBlockMilliseconds(observation, 1 + arms)
  let arms = 0
  while (arms < MOST_ARMS && takes(arms + 1) <= time) arms++
  return arms
}

/** Time set aside for measuring so many kept changes beside each other, and one that may come, of what a session has in all. */
export function ablationMilliseconds(observation: Observation, build: number, kept: number, budget: number): number {
  if (kept === 0) return 0
  const arms = Math.min(MOST_ARMS, kept + 1)
  const takes =
    arms * (build + lookingMilliseconds(observation) / 2) +
    ABLATION_BLOCKS * armsBlockMilliseconds(observation, 1 + arms)
  return Math.min(takes, SET_ASIDE_FOR_ABLATION * budget)
}

/** The bytes on the wire that a belief about sizes is about. */
const TRANSFERS: readonly { readonly size: MetricName; readonly transfer: MetricName }[] = [
  { size: 'image-transfer-size', transfer: 'image-transfer-size' },
  { size: 'bundle-size', transfer: 'script-transfer-size' },
]

/** Expected milliseconds by which a later block is shorter once the bytes are saved: both of its arms go without them. */
export function savedPerBlock(observation: Observation, beliefs: readonly EffectBelief[]): number {
  const perArm = observation.pages.flatMap(({ profile, survey }) =>
    TRANSFERS.map(({ size, transfer }) => {
      const change = beliefs.find(({ metric }) => metric === size)?.mean ?? 0
      const kilobits = ((survey.metrics[transfer] ?? 0) * 8) / 1000
      return (kilobits * -change) / 100 / (PROFILES[profile].network.down / 1000)
    }),
  )
  return 2 * perArm.reduce((sum, saved) => sum + saved, 0)
}

/** What the clock said so far of this target on this machine, ms. */
export interface Pace {
  /** Looking at a candidate's pages beside the current ones. */
  readonly looking: number
  /** Building it. */
  readonly preparation: number
  readonly block: number
}

/** Expected milliseconds of building a candidate and looking at its pages: all it takes where its counts reject it. */
const countingMilliseconds = (pace: Pace): number => pace.preparation + pace.looking

/**
 * Expected milliseconds of a proof of so many blocks.
 * @param others candidates of the strategy that have their turn before and are expected to be rejected by their counts
 */
export const provingMilliseconds = (pace: Pace, blocks: number, others = 0): number =>
  (1 + others) * countingMilliseconds(pace) + blocks * pace.block

/** The least in which a proof can reach its first look: with less left, nothing is begun. */
export const leastProvingMilliseconds = (pace: Pace): number => provingMilliseconds(pace, FIRST_LOOK * AFTER_A_GAIN)

/** Surveying a page on one device, beside others, ms. */
const SURVEYING = 1_500

/** Expected milliseconds of one survey and one load of each page under each profile that is judged. */
export const briefLookMilliseconds = (observation: Observation): number =>
  AROUND_A_BLOCK + SURVEYING * observation.pages.length + loadsMilliseconds(observation)

/** The least in which a whole that was never looked at can be proved: with less left, no change is made that waits for that proof. */
export const leastWholeMilliseconds = (observation: Observation): number =>
  lookingMilliseconds(observation) + FIRST_LOOK * AFTER_A_GAIN * blockMilliseconds(observation)

/** In which it usually is. */
export const usualWholeMilliseconds = (observation: Observation): number =>
  lookingMilliseconds(observation) + FINAL_BLOCKS * blockMilliseconds(observation)

/**
 * Time set aside for the final proof, its counting and its filmed loads.
 * @param current the system with what was kept so far
 */
export function finalProofMilliseconds(original: Observation, current: Observation): number {
  const block = blockMilliseconds(original, current) * (current === original ? AFTER_A_GAIN : 1)
  return lookingMilliseconds(original) / 2 + FINAL_BLOCKS * block + FILMING
}
