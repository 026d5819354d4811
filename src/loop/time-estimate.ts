import { blocksToShow, FIRST_LOOK, GUARDS } from '../experiment/index.js'
import type { EffectBelief } from '../model/decision.js'
import type { MetricName } from '../model/metrics.js'
import type { Observation } from '../model/observation.js'

/** What a load takes after its last request: the stop rule's quiet window, and opening and closing a tab, ms. */
const AROUND_A_LOAD = 1_400
/** Fresh processes, ports and browser for both arms, and a first unmeasured look at each page, ms. */
const AROUND_A_BLOCK = 2_500
/** Looking at the candidate's pages and running its tests before the first block, ms. */
const LOOKING = 20_000
/** Of a page that was not loaded yet, ms. */
const UNKNOWN_LOAD = 3_000
/** Blocks of the final proof: what was kept shows within these. */
const FINAL_BLOCKS = 8
/** Filming both arms, and waiting for five seconds of quiet each time, ms. */
const FILMING = 30_000
/** One arm of a proof, at least, loads faster than the original did once something is kept. */
const AFTER_A_GAIN = 0.8

/** Expected milliseconds of one block: every page under every profile, in both arms, if the candidate is no faster. */
export function blockMilliseconds(observation: Observation): number {
  const loads = observation.pages.map(page => {
    const ends = page.loads.map(load =>
      Math.max(load.metrics['load-time'] ?? 0, ...load.requests.map(({ end }) => end)),
    )
    const usual = ends.length > 0 ? ends.reduce((sum, end) => sum + end, 0) / ends.length : UNKNOWN_LOAD
    return 2 * (usual + AROUND_A_LOAD)
  })
  return AROUND_A_BLOCK + loads.reduce((sum, time) => sum + time, 0)
}

/** The most blocks spent on one candidate: an effect that needs more is too small, or the machine too noisy. */
export const MOST_BLOCKS = 17
/** Spread of the log ratio of two unchanged loads, as seen on quiet machines of two cores. */
const USUAL_SPREAD: Partial<Record<MetricName, number>> = { 'largest-contentful-paint': 0.03, 'main-thread-time': 0.08 }
const SPREAD_OF_OTHERS = 0.025
/** So many pairs of loads weigh as much as what is usual: two that agree by chance are no promise. */
const USUAL_WEIGHT = 4

/** Spread between the log ratios of pairs of unchanged loads, over all pages: what a guard's bound will have to overcome. */
function pairedSpread(observation: Observation, name: MetricName): number {
  const squares = observation.pages.flatMap(({ loads }) => {
    const [one, other] = loads.map(load => load.metrics[name]).filter(value => value !== undefined && value > 0)
    return one === undefined || other === undefined ? [] : [Math.log(one / other) ** 2]
  })
  const usual = USUAL_WEIGHT * (USUAL_SPREAD[name] ?? SPREAD_OF_OTHERS) ** 2
  return Math.sqrt(squares.reduce((sum, square) => sum + square, usual) / (USUAL_WEIGHT + squares.length))
}

/**
 * Blocks that a proof is expected to take: what a change is believed to make better is soon shown not to be worse, what it leaves as it is takes
 * as many as the noise asks for.
 */
export function expectedBlocks(observation: Observation, beliefs: readonly EffectBelief[]): number {
  const needed = GUARDS.map(name => {
    const level = observation.metrics[name]
    if (level === undefined || level <= 0) return FIRST_LOOK
    const change = beliefs.find(belief => belief.metric === name)?.mean ?? 0
    const mean = Math.log(Math.max(0.05, 1 + change / 100))
    return blocksToShow(name, { level, mean, spread: pairedSpread(observation, name) }) ?? MOST_BLOCKS
  })
  return Math.min(MOST_BLOCKS, Math.max(FIRST_LOOK, ...needed))
}

/** What the clock said so far of this target on this machine, ms. */
export interface Pace {
  /** Building it. */
  readonly preparation: number
  readonly block: number
}

/** Expected milliseconds of a proof of so many blocks. */
export const provingMilliseconds = (pace: Pace, blocks: number): number =>
  pace.preparation + LOOKING + blocks * pace.block

/** The least in which a proof can reach its first look: with less left, nothing is begun. */
export const leastProvingMilliseconds = (pace: Pace): number => provingMilliseconds(pace, FIRST_LOOK * AFTER_A_GAIN)

/** Time set aside for the final proof, its counting and its filmed loads. */
export const finalProofMilliseconds = (block: number): number =>
  LOOKING / 2 + FINAL_BLOCKS * AFTER_A_GAIN * block + FILMING
