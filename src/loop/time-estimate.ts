import { blocksToShow, FIRST_LOOK, GUARDS, standardDeviation } from '../experiment/index.js'
import type { EffectBelief } from '../model/decision.js'
import type { PairedSample } from '../model/experiment.js'
import type { MetricName } from '../model/metrics.js'
import type { Observation } from '../model/observation.js'
import { PROFILES } from '../model/profile.js'

/** What a load takes after its last request: the stop rule's quiet window, and opening and closing a tab, ms. */
const AROUND_A_LOAD = 900
/** Fresh processes, ports and browser for both arms, and a first unmeasured look at each page, ms. */
const AROUND_A_BLOCK = 2_500
/** Looking at the candidate's pages and running its tests before the first block, ms. */
const LOOKING = 20_000
/** Of a page that was not loaded yet, ms. */
const UNKNOWN_LOAD = 3_000
/** Blocks of the final proof: what was kept shows within these. */
const FINAL_BLOCKS = 7
/** Filming both arms, and waiting for five seconds of quiet each time, ms. */
export const FILMING = 40_000
/** One arm of a proof, at least, loads faster than the original did once something is kept. */
const AFTER_A_GAIN = 0.8

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

/** The most blocks spent on one candidate: an effect that needs more is too small, or the machine too noisy. */
export const MOST_BLOCKS = 17
/** Spread of the log ratio of two unchanged loads, as seen on quiet machines of two cores. */
const USUAL_SPREAD: Partial<Record<MetricName, number>> = { 'largest-contentful-paint': 0.03, 'main-thread-time': 0.06 }
const SPREAD_OF_OTHERS = 0.015
/** So many pairs of loads weigh as much as what is usual: two that agree by chance are no promise. */
const USUAL_WEIGHT = 4

/** Sums of squares and degrees of freedom. */
interface Variation {
  readonly squares: number
  readonly freedom: number
}

const sum = (parts: readonly Variation[]): Variation =>
  parts.reduce((all, part) => ({ squares: all.squares + part.squares, freedom: all.freedom + part.freedom }), {
    squares: 0,
    freedom: 0,
  })

/** Of the log ratios of pairs of unchanged loads. */
const ofUnchanged = (observation: Observation, name: MetricName): Variation[] =>
  observation.pages.flatMap(({ loads }) => {
    const [one, other] = loads.map(load => load.metrics[name]).filter(value => value !== undefined && value > 0)
    return one === undefined || other === undefined ? [] : [{ squares: Math.log(one / other) ** 2, freedom: 1 }]
  })

/** Of the log ratios between the arms of an experiment, around their mean on each page. */
function ofExperiment(samples: readonly PairedSample[], name: MetricName): Variation[] {
  const places = new Map<string, number[]>()
  for (const { metric, page, profile, baseline, candidate } of samples) {
    if (metric !== name || baseline <= 0 || candidate <= 0) continue
    const place = `${page}\n${profile}`
    places.set(place, [...(places.get(place) ?? []), Math.log(candidate / baseline)])
  }
  return [...places.values()]
    .filter(values => values.length > 1)
    .map(values => ({ squares: standardDeviation(values) ** 2 * (values.length - 1), freedom: values.length - 1 }))
}

/** Spread between the log ratios of pairs of loads: what a guard's bound will have to overcome. */
function pairedSpread(name: MetricName, { observation, samples }: Measured): number {
  const usual = { squares: USUAL_WEIGHT * (USUAL_SPREAD[name] ?? SPREAD_OF_OTHERS) ** 2, freedom: USUAL_WEIGHT }
  const { squares, freedom } = sum([
    usual,
    ...ofUnchanged(observation, name),
    ...samples.flatMap(experiment => ofExperiment(experiment, name)),
  ])
  return Math.sqrt(squares / freedom)
}

/** What was measured so far of the target on this machine. */
export interface Measured {
  readonly observation: Observation
  /** Of each experiment of the session. */
  readonly samples: readonly (readonly PairedSample[])[]
}

/**
 * Blocks that a proof is expected to take: what a change is believed to make better is soon shown not to be worse, what it leaves as it is takes
 * as many as the noise asks for.
 */
export function expectedBlocks(measured: Measured, beliefs: readonly EffectBelief[]): number {
  const needed = GUARDS.map(name => {
    const level = measured.observation.metrics[name]
    if (level === undefined || level <= 0) return FIRST_LOOK
    const change = beliefs.find(belief => belief.metric === name)?.mean ?? 0
    const mean = Math.log(Math.max(0.05, 1 + change / 100))
    return blocksToShow(name, { level, mean, spread: pairedSpread(name, measured) }) ?? MOST_BLOCKS
  })
  return Math.min(MOST_BLOCKS, Math.max(FIRST_LOOK, ...needed))
}

/** What the clock said so far of this target on this machine, ms. */
export interface Pace {
  /** Building it. */
  readonly preparation: number
  readonly block: number
}

/** Expected milliseconds of building a candidate and looking at its pages: all it takes where its counts reject it. */
const countingMilliseconds = (pace: Pace): number => pace.preparation + LOOKING

/**
 * Expected milliseconds of a proof of so many blocks.
 * @param others candidates of the strategy that have their turn before and are expected to be rejected by their counts
 */
export const provingMilliseconds = (pace: Pace, blocks: number, others = 0): number =>
  (1 + others) * countingMilliseconds(pace) + blocks * pace.block

/** The least in which a proof can reach its first look: with less left, nothing is begun. */
export const leastProvingMilliseconds = (pace: Pace): number => provingMilliseconds(pace, FIRST_LOOK * AFTER_A_GAIN)

/**
 * Time set aside for the final proof, its counting and its filmed loads.
 * @param current the system with what was kept so far
 */
export function finalProofMilliseconds(original: Observation, current: Observation): number {
  const block = blockMilliseconds(original, current) * (current === original ? AFTER_A_GAIN : 1)
  return LOOKING / 2 + FINAL_BLOCKS * block + FILMING
}
