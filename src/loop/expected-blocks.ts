import { blocksToShow, FIRST_LOOK, GUARDS, pageSeries, STAND_INS, standardDeviation } from '../experiment/index.js'
import type { EffectBelief } from '../model/decision.js'
import type { PairedSample } from '../model/experiment.js'
import { type MetricName, metric } from '../model/metrics.js'
import type { Observation } from '../model/observation.js'

/** The most blocks spent on one candidate: an effect that needs more is too small, or the machine too noisy. */
export const MOST_BLOCKS = 160
/** The most that is planned for: what would need more has mostly been given up by then. */
const MOST_EXPECTED = 28

/**
 * The most blocks of a candidate of a session, of so many that there is time for: where that is more than is usually needed, half of them, since others wait.
 */
export const candidatesBlocks = (blocks: number): number =>
  Math.floor(Math.min(MOST_BLOCKS, blocks, Math.max(MOST_EXPECTED, blocks / 2)))

/**
 * More blocks may come than there would be time for at the baseline's pace: what is shown of a page is not loaded any more, and a candidate that was not loaded yet is mostly
 * the faster of the two. Room for twice as many costs little where there are many; where there are few, each block beyond those that come makes the bounds wider
 * (after five, 3.0 spreads with room for five, 3.3 with room for six, 3.7 with room for ten; at an error of 0.2 %).
 */
const [FEW, BEYOND_FEW] = [5, 1.25]
const [MANY, BEYOND_MANY] = [12, 2]

/** The most blocks of a whole that was not loaded yet, of so many that there would be time for at the baseline's pace. */
export const wholesBlocks = (blocks: number): number => {
  const share = Math.min(1, Math.max(0, (blocks - FEW) / (MANY - FEW)))
  return Math.min(MOST_BLOCKS, Math.floor(blocks * (BEYOND_FEW + share * (BEYOND_MANY - BEYOND_FEW))))
}

/** Spread between two unchanged loads, as seen on quiet machines of two cores: of the log ratio, or of the difference where a metric is compared so. */
const USUAL_SPREAD: Partial<Record<MetricName, number>> = {
  'largest-contentful-paint': 0.03,
  'main-thread-time': 0.06,
  'total-blocking-time': 50,
}
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

/** Of pairs of unchanged loads. */
const ofUnchanged = (observation: Observation, name: MetricName): Variation[] =>
  observation.pages.flatMap(({ loads }) => {
    const isRatio = metric(name).comparison === 'ratio'
    const values = loads.map(load => load.metrics[name]).filter(value => value !== undefined)
    const [one, other] = isRatio ? values.filter(value => value > 0).map(Math.log) : values
    return one === undefined || other === undefined ? [] : [{ squares: (one - other) ** 2, freedom: 1 }]
  })

/** Between the arms of an experiment, around their mean on each page. */
const ofExperiment = (samples: readonly PairedSample[], { pages }: Observation, name: MetricName): Variation[] =>
  pages.flatMap(({ profile, survey: { page } }) => {
    const own = samples.filter(sample => sample.page === page && sample.profile === profile)
    const blocks = 1 + Math.max(-1, ...own.map(sample => sample.block))
    const series = pageSeries(samples, { metric: name, page, profile, blocks })
    if (series === null || series.comparison !== metric(name).comparison || blocks < 2) return []
    const freedom = blocks - 1
    return [{ squares: standardDeviation(series.values) ** 2 * freedom, freedom }]
  })

/** Spread between pairs of loads: what a guard's bound will have to overcome. */
function pairedSpread(name: MetricName, { observation, samples }: Measured): number {
  const usual = { squares: USUAL_WEIGHT * (USUAL_SPREAD[name] ?? SPREAD_OF_OTHERS) ** 2, freedom: USUAL_WEIGHT }
  const { squares, freedom } = sum([
    usual,
    ...ofUnchanged(observation, name),
    ...samples.flatMap(experiment => ofExperiment(experiment, observation, name)),
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
  const neededFor = (name: MetricName, belief: MetricName): number | null => {
    const level = measured.observation.metrics[name]
    if (level === undefined || level <= 0) return null
    const change = beliefs.find(({ metric }) => metric === belief)?.mean ?? 0
    const spread = pairedSpread(name, measured)
    return blocksToShow(name, { level, change: change / 100, spread }) ?? MOST_EXPECTED
  }
  const needed = GUARDS.map(name => {
    const standIn = STAND_INS[name]?.metric
    const instead = standIn === undefined ? null : neededFor(standIn, name)
    return Math.min(neededFor(name, name) ?? FIRST_LOOK, instead ?? Number.POSITIVE_INFINITY)
  })
  return Math.min(MOST_EXPECTED, Math.max(FIRST_LOOK, ...needed))
}
