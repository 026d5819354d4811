import type { Breakage, PairedSample } from '../model/experiment.js'
import type { MetricName, MetricValues } from '../model/metrics.js'
import type { OptimizationConstraint } from '../model/optimizer.js'
import type { ProfileId } from '../model/profile.js'
import type { ProvingAim } from '../model/proving.js'
import type { RollbackTrigger, ValidationCriterion } from '../model/strategy.js'
import type { PageTarget, ProfileWeights } from '../model/target.js'
import type { CountedValues } from './counted.js'
import type { Resting } from './resting.js'

/**
 * The rules as they are now. 2: a boundary for a look after each block, steadiness, what happens now and then. 3: up to 160 blocks, given up below 5 %; the scale of a
 * guard chosen once; no bytes saved where more comes over the wire. 4: what looks less steady is waited for, and judged before each keep; percentiles; thresholds of
 * what is timed; profiles by traffic; what only explains breakages is none. 5: a guard is not
 * left open for a block that came out far better. 6: a stand-in for load time. 7: a guard may be shown against the baseline at its best.
 * 8: blocking time is the guard, main-thread time stands for it; before, it was that alone. 9: paints, too, may be shown against the baseline at its best.
 */
export const RULE = 9

/** What a verdict is made from, and nothing else: plain data, so that it can be stored and the verdict recomputed. */
export interface DecisionInput {
  /** The version of the rules: a verdict is made again by the rules that made it. */
  readonly rule: number
  readonly pages: readonly PageTarget[]
  readonly profiles: readonly ProfileId[]
  readonly criteria: readonly ValidationCriterion[]
  /** What would count as saved, felt or not: any of these that holds makes a keep of bytes or plan cost alone. */
  readonly savings: readonly ValidationCriterion[]
  readonly rollbackTriggers: readonly RollbackTrigger[]
  readonly constraints: readonly OptimizationConstraint[]
  /** Ids of the pages that a metric is measured on, where not on all. */
  readonly pagesOf?: Partial<Record<MetricName, readonly string[]>>
  /** Noisy metrics that must not get worse, on each page and profile by itself. */
  readonly guards: readonly MetricName[]
  /** What may be shown instead, by the guard; absent in records of versions that had none. */
  readonly standIns?: Partial<Record<MetricName, StandIn>>
  /** Guards that may be shown against the baseline at its best instead; absent in records of versions that did not. */
  readonly atItsBest?: readonly MetricName[]
  /** Counted metrics that must not get worse, likewise. */
  readonly countedGuards: readonly MetricName[]
  /** Of what happens now and then: must not be worse in more blocks than better, likewise. */
  readonly rates: readonly MetricName[]
  /** Metrics whose spread must not grow, likewise. */
  readonly watched: readonly MetricName[]
  /** Metrics of which a visitor would feel a gain. */
  readonly felt: readonly MetricName[]
  /** How α is shared out among the felt metrics: weights; what is not named has the least of them. */
  readonly feltShares: Partial<Record<MetricName, number>>
  /** How it is shared out among the profiles: their traffic, 1 for those not named. */
  readonly profileWeights?: ProfileWeights
  /** What is to be shown: a gain that somebody feels or pays less for (where absent), or only that nothing is worse. */
  readonly aim?: ProvingAim
  readonly samples: readonly PairedSample[]
  /** What was not loaded any more from some block on; absent: nothing. */
  readonly resting?: readonly Resting[]
  readonly counted: { readonly baseline: CountedValues; readonly candidate: CountedValues }
  readonly actuatorMeasured: MetricValues
  readonly breakages: readonly Breakage[]
  /** The candidate's α, over all looks. */
  readonly alpha: number
  /** For how long the user's system was out of service in this session so far, ms; absent where nothing was done to it. */
  readonly downtime?: number
  /** Valid blocks at this look; 0 before the first timed block. */
  readonly blocks: number
  /** The most blocks this experiment may have, fixed before the first: it fixes the looks. */
  readonly maxBlocks: number
  /** True where nothing else is to be done with the time: what would hardly be shown is not given up. */
  readonly toTheEnd?: true
  /** True where no further block will be run. */
  readonly budgetExhausted: boolean
  /** Why each block that was thrown away was; absent in records of versions that did not keep it. */
  readonly discarded?: readonly string[]
}

/** The pages on which a metric is judged. */
export const pagesOf = (
  name: MetricName,
  { pages, pagesOf: only }: Pick<DecisionInput, 'pages' | 'pagesOf'>,
): readonly PageTarget[] => {
  const ids = only?.[name]
  return ids === undefined ? pages : pages.filter(({ id }) => ids.includes(id))
}

/** So many blocks may be thrown away beyond as many as were valid, before the machine is taken to be too busy to measure on. */
const SPARE_DISCARDS = 3

export const lacksQuiet = ({ discarded = [], blocks }: Pick<DecisionInput, 'discarded' | 'blocks'>): boolean =>
  discarded.length > blocks + SPARE_DISCARDS

export const GUARDS: readonly MetricName[] = [
  'first-contentful-paint',
  'largest-contentful-paint',
  'cumulative-layout-shift',
  'total-blocking-time',
  'load-time',
]

/** A steadier measure of the same harm, which may be shown in a guard's place. */
export interface StandIn {
  readonly metric: MetricName
  /** Its part of α: the rest is the guard's own, so that what is worse by both passes by neither. */
  readonly share: number
}

/**
 * Where a script draws the page, what it asks for may or may not hold back the load event: it ends at the one time or the other by chance, as far apart as the pictures
 * take to come, and no budget shows it not worse. That all of it is there no later says the same.
 *
 * Which of blocking and main-thread time is the steadier depends on the page: a few tasks now over 50 ms and now under it, or a second of short ones. Both rise when a
 * change adds work to the main thread; and blocking time alone rises where a page merely paints before that work, which is no harm. Declared here, before any data.
 */
export const STAND_INS: Partial<Record<MetricName, StandIn>> = {
  'load-time': { metric: 'fully-loaded-time', share: 0.2 },
  'total-blocking-time': { metric: 'main-thread-time', share: 0.5 },
}

/**
 * What moves on a page depends on what comes first, and so does which picture or text is the largest that is painted, and whether it waits for a script: it comes out at the one
 * value or the other by chance. Pages that jump now and then would never be shown to move no more, nor those that are slow in every other load to be no slower. Declared here,
 * before any data.
 */
export const AT_ITS_BEST: readonly MetricName[] = [
  'cumulative-layout-shift',
  'largest-contentful-paint',
  'first-contentful-paint',
]

export const COUNTED_GUARDS: readonly MetricName[] = ['total-transfer-size', 'error-rate', 'image-load-failure-rate']

export const RATES: readonly MetricName[] = ['error-rate', 'image-load-failure-rate']

export const FELT: readonly MetricName[] = [
  'largest-contentful-paint',
  'first-contentful-paint',
  'cumulative-layout-shift',
  'total-blocking-time',
]

/** The rise that a guard tolerates where the optimizer names no other. */
export const DEFAULT_TOLERANCE = 0.05

/**
 * How α is shared out among the felt metrics, any one of which will do (weighted Bonferroni: Rosenthal & Rubin, Psychological Bulletin 94, 1983). Most goes to
 * the one that changes are made for; declared here, before any data.
 */
export const FELT_SHARES: Partial<Record<MetricName, number>> = {
  'largest-contentful-paint': 0.6,
  'first-contentful-paint': 0.2,
  'cumulative-layout-shift': 0.1,
  'total-blocking-time': 0.1,
  'interaction-to-next-paint': 0.2,
  'next-page-paint': 0.2,
}

/** The part of α by which a felt metric may be shown on a profile: those of all metrics and profiles add up to 1. */
export function feltShare(
  name: MetricName,
  profile: ProfileId,
  {
    felt,
    feltShares,
    profiles,
    profileWeights = {},
  }: Pick<DecisionInput, 'felt' | 'feltShares' | 'profiles' | 'profileWeights'>,
): number {
  const weight = (one: MetricName): number => feltShares[one] ?? Math.min(...Object.values(feltShares))
  const traffic = (one: ProfileId): number => profileWeights[one] ?? 1
  const total = <T>(all: readonly T[], of: (one: T) => number): number => all.reduce((sum, one) => sum + of(one), 0)
  return ((weight(name) / total(felt, weight)) * traffic(profile)) / total(profiles, traffic)
}

/** What visitors wait for: loads of it that are slow now and then are as bad as an average that is. */
export const WATCHED: readonly MetricName[] = [
  'largest-contentful-paint',
  'first-contentful-paint',
  'fully-loaded-time',
]

/** How much better a felt metric must be, as a share … */
export const FELT_MARGIN = 0.02
/** … and, for metrics compared by differences, at least so much in their own unit. */
export const FELT_ABSOLUTE_MARGIN: Partial<Record<MetricName, number>> = {
  'cumulative-layout-shift': 0.01,
  'total-blocking-time': 50,
  'interaction-to-next-paint': 20,
}

const BYTES: ReadonlySet<MetricName> = new Set<MetricName>([
  'bundle-size',
  'initial-bundle-size',
  'script-transfer-size',
  'visit-script-size',
  'image-transfer-size',
  'total-transfer-size',
  'plan-cost',
])

/** What counts as saved where a manifest asks for nothing but that nothing is broken: bytes on the wire, by the margin that a felt metric needs. */
const ANY_SAVING: readonly ValidationCriterion[] = [{ metric: 'total-transfer-size', improvement: FELT_MARGIN }]

/** Those of a manifest's criteria that ask for fewer bytes or a lower plan cost. */
export const savingsOf = (criteria: readonly ValidationCriterion[]): readonly ValidationCriterion[] =>
  criteria.length > 0 && criteria.every(c => 'required' in c)
    ? ANY_SAVING
    : criteria.filter(c =>
        c.metric === 'transfer-size-reduction'
          ? 'minimum' in c && c.minimum > 0
          : BYTES.has(c.metric) && 'improvement' in c && !('percentile' in c),
      )

export const toleranceOf = (constraints: readonly OptimizationConstraint[]): number => {
  const declared = constraints.filter(c => c.type === 'performance').map(c => c.threshold)
  return declared.length > 0 ? Math.min(...declared) : DEFAULT_TOLERANCE
}

/** What every experiment is judged by, whatever is asked of it besides. */
export const JUDGED_BY = {
  rule: RULE,
  guards: GUARDS,
  standIns: STAND_INS,
  atItsBest: AT_ITS_BEST,
  countedGuards: COUNTED_GUARDS,
  rates: RATES,
  watched: WATCHED,
  felt: FELT,
  feltShares: FELT_SHARES,
} as const satisfies Partial<DecisionInput>
