import { DEFAULT_TOLERANCE, FELT_MARGIN } from '../../../src/experiment/index.js'
import type { MetricName } from '../../../src/model/metrics.js'
import { metric } from '../../../src/model/metrics.js'
import { median } from '../../../src/system/median.js'
import type { RecordedPage } from '../recorded-blocks.js'
import type { TrueEffects } from './block-stream.js'

/** A truth under which a keep is wrong, or (`power`) one under which it is right. */
export interface Scenario {
  readonly name: string
  /** What has to be known to read the figures of others. */
  readonly remark?: string
  /** @param turn counts the candidates, so that each kind of harm has its turn */
  effects(page: RecordedPage, turn: number): TrueEffects
}

const LCP = 'largest-contentful-paint'
const FCP = 'first-contentful-paint'
/** A large gain that would be kept at once, were it not for the harm beside it. */
const GAIN = Math.log(0.7)
/** Just past: so much of the tolerance on top. */
const PAST = 1.02

/**
 * What is harmed at once, since the one stands for the other. Layout shift is the same in all recorded loads of a page: a harm to it has no noise to hide in.
 */
const HARMED: readonly (readonly MetricName[])[] = [[FCP], ['load-time'], ['total-blocking-time', 'main-thread-time']]

/** The least harm that is beyond the tolerance of 5 % or the metric's floor, as an effect. */
function pastTolerance(name: MetricName, page: RecordedPage): number {
  const { toleranceFloor, comparison } = metric(name)
  const level = median(page.blocks.flatMap(block => block.values[name] ?? []))
  const harm = PAST * Math.max(DEFAULT_TOLERANCE * level, toleranceFloor)
  return comparison === 'difference' ? harm : Math.log1p(harm / level)
}

export const NO_EFFECT: Scenario = { name: 'no effect', effects: () => ({}) }

const AT_THE_MARGIN: Scenario = {
  name: 'an effect just at the margin',
  remark: 'all but the medians of 5 look for any difference at all: to them it is an effect, and finding it no error',
  effects: () => ({ [LCP]: Math.log1p(-FELT_MARGIN) }),
}

export const PAST_A_TOLERANCE: Scenario = {
  name: 'a harm just past a tolerance',
  effects: (page, turn) => {
    const harmed = HARMED[turn % HARMED.length]!
    const gains = Object.fromEntries(
      ([LCP, FCP] as const).filter(name => !harmed.includes(name)).map(name => [name, GAIN]),
    )
    return { ...gains, ...Object.fromEntries(harmed.map(name => [name, pastTolerance(name, page)])) }
  },
}

/** Under which nothing may be kept. */
export const SCENARIOS: readonly Scenario[] = [NO_EFFECT, AT_THE_MARGIN, PAST_A_TOLERANCE]

/** What shows in some loads only, beside a large gain: no number of blocks in which it does not come can tell of it. */
export const NOW_AND_THEN: Scenario = {
  name: 'load time three times as long in one load of ten',
  effects: () => ({ [LCP]: GAIN, [FCP]: GAIN, 'load-time': { effect: Math.log(3), share: 0.1 } }),
}

/** What power is asked of. */
export const FIVE_PERCENT: Scenario = {
  name: 'LCP truly 5 % better',
  effects: () => ({ [LCP]: Math.log(0.95) }),
}
