import {
  countsUnder,
  type ExperimentOutcome,
  proveWhole,
  takeFilmstrips,
  type WholeOptions,
  weightedMean,
} from '../experiment/index.js'
import type { BuiltArm } from '../model/change.js'
import { METRIC_NAMES, type MetricName, type MetricValues, metric } from '../model/metrics.js'
import type { PageLoad } from '../model/observation.js'
import type { ProfileId } from '../model/profile.js'
import type { Stage } from '../model/progress.js'
import type { Filmstrip, FinalProof } from '../model/session.js'
import { bundleParts } from '../report/bundle-parts.js'
import { waterfallsOf } from '../report/waterfalls-of.js'
import { aggregatePages, observePage } from './aggregate.js'
import { wholesBlocks } from './expected-blocks.js'
import type { ObservedArm } from './observe.js'
import { type ArmsBaseline, countedPair, type ExperimentCommon, experimentCommon } from './prove.js'
import type { LookingRuntime } from './runtime.js'
import { FILMING, finalProofMilliseconds } from './time-estimate.js'

/** Counts that the headline table shows; the others are in the record. */
const SHOWN_COUNTS: readonly MetricName[] = [
  'initial-bundle-size',
  'bundle-size',
  'script-transfer-size',
  'visit-script-size',
  'image-transfer-size',
  'total-transfer-size',
]

const mean = ([a, b]: readonly [number, number]): number => (a + b) / 2

/** Counts of both arms: of the target, then of each page by itself. */
function shownCounts(runtime: LookingRuntime, outcome: ExperimentOutcome): FinalProof['counted'] {
  const { baseline, candidate } = outcome.counted
  const ofTarget = runtime.profiles.flatMap(({ id }) => {
    const [before, after] = [countsUnder(baseline, id), countsUnder(candidate, id)]
    return SHOWN_COUNTS.flatMap(name => {
      const [one, other] = [before[name], after[name]]
      return one && other ? [{ metric: name, page: '*', profile: id, before: mean(one), after: mean(other) }] : []
    })
  })
  const ofPages = baseline.pages.flatMap(({ page, profile: profileId, values }) =>
    SHOWN_COUNTS.flatMap(name => {
      const after = candidate.pages.find(other => other.page === page && other.profile === profileId)?.values[name]
      const before = values[name]
      return before && after
        ? [{ metric: name, page, profile: profileId, before: mean(before), after: mean(after) }]
        : []
    }),
  )
  return [...ofTarget, ...ofPages]
}

/** The target's values in one arm of the final run. */
function armMetrics(runtime: LookingRuntime, outcome: ExperimentOutcome, arm: 'baseline' | 'candidate'): MetricValues {
  const loads: PageLoad[] = outcome.pairs.map(pair => pair[arm])
  const pages = runtime.target.pages.flatMap(page =>
    runtime.profiles.flatMap(profile => {
      const here = (item: { page: string; profile: string }) => item.page === page.id && item.profile === profile.id
      const survey = outcome.surveys[arm].find(here)
      return survey ? [observePage(page, survey, loads.filter(here))] : []
    }),
  )
  const counted = countedPair(outcome)[arm]
  const timed = aggregatePages(pages)
  return Object.fromEntries(
    METRIC_NAMES.flatMap(name => {
      const value = metric(name).nature === 'counted' ? (counted[name] ?? timed[name]) : timed[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** One filmed load of each page in both arms, for people to see: they are not part of the samples. */
const film = (
  runtime: LookingRuntime,
  stage: Stage,
  common: ExperimentCommon,
  profile: ProfileId,
): Promise<Filmstrip[]> => {
  runtime.step(stage, 'filming both arms')
  return takeFilmstrips({ ...common, pages: runtime.target.pages, profile, signal: runtime.signal })
}

/** Time to Interactive over the pages by traffic, where every page's filmed load came to rest. */
function interactiveTime(runtime: LookingRuntime, strips: readonly Filmstrip[], arm: Filmstrip['arm']): MetricValues {
  const times = runtime.target.pages.map(page => ({
    value: strips.find(strip => strip.page === page.id && strip.arm === arm)?.timeToInteractive,
    weight: page.weight,
  }))
  const known = times.flatMap(({ value, weight }) => (value === undefined ? [] : [{ value, weight }]))
  if (known.length < times.length) return {}
  return { 'time-to-interactive': weightedMean(known) }
}

/** Two built arms to be held against each other as a whole. */
export interface ArmsInput {
  readonly stage: Stage
  readonly baseline: ArmsBaseline
  /** `observed`: what was measured of it before (counts need not be fresh, times must); `runtime`: where it is built and served in a way of its own. */
  readonly candidate: { readonly arm: BuiltArm; readonly observed?: ObservedArm; readonly runtime?: LookingRuntime }
  /** ms since the epoch by which all of it must have ended. */
  readonly deadline: number
  /** What is filmed: whatever came of it, or only what is kept, in the time that its blocks leave. */
  readonly filming: 'always' | 'kept'
}

export type ArmsOptions = Pick<
  WholeOptions,
  | 'criteria'
  | 'rollbackTriggers'
  | 'actuatorMeasured'
  | 'replaced'
  | 'constraints'
  | 'downtime'
  | 'alpha'
  | 'seed'
  | 'aim'
  | 'testBreakages'
  | 'crawlLimit'
  | 'serverTime'
  | 'toTheEnd'
>

/** What came of it, for people, and the outcome that it was made from. */
export interface ArmsProof {
  readonly proof: Omit<FinalProof, 'dropped'>
  readonly outcome: ExperimentOutcome
}

/**
 * One arm against another on fresh data, with what people want to see of it: counts, films, waterfalls, bundles.
 * @throws TunewrightError SERVE_FAILED, BROWSER_FAILED, CANCELLED
 */
export async function proveArms(
  runtime: LookingRuntime,
  { stage, baseline, candidate, deadline, filming }: ArmsInput,
  options: ArmsOptions,
): Promise<ArmsProof> {
  // What is only to be seen gives way to what is to be shown.
  const before = baseline.observed.observation
  const isTimeToFilm = filming === 'always' && Date.now() + finalProofMilliseconds(before, before) <= deadline
  const end = isTimeToFilm ? deadline - FILMING : deadline
  const common = await experimentCommon(
    runtime,
    stage,
    baseline,
    candidate,
    end,
    candidate.observed ? undefined : wholesBlocks,
  )
  const outcome = await proveWhole({
    ...common,
    ...options,
    ...(candidate.observed ? { candidateSurveys: candidate.observed.surveys } : {}),
  })
  const [profile] = runtime.profiles
  const isWorthIt = filming === 'always' || outcome.verdict.outcome === 'kept'
  const filmed = profile && isWorthIt && Date.now() + FILMING <= deadline
  const filmstrips = filmed ? await film(runtime, stage, common, profile.id) : []
  const [bundle, bundleAfter] = await Promise.all([
    runtime.bundle(baseline.arm),
    (candidate.runtime ?? runtime).bundle(candidate.arm),
  ])
  const proof = {
    verdict: outcome.verdict,
    samples: outcome.samples,
    headline: outcome.headline,
    baseline: { ...armMetrics(runtime, outcome, 'baseline'), ...interactiveTime(runtime, filmstrips, 'baseline') },
    optimized:
      outcome.pairs.length > 0
        ? { ...armMetrics(runtime, outcome, 'candidate'), ...interactiveTime(runtime, filmstrips, 'candidate') }
        : {},
    counted: shownCounts(runtime, outcome),
    filmstrips,
    waterfalls: [
      ...waterfallsOf(
        outcome.pairs.map(pair => pair.baseline),
        'baseline',
      ),
      ...waterfallsOf(
        outcome.pairs.map(pair => pair.candidate),
        'candidate',
      ),
    ],
    bundles: { baseline: bundle && bundleParts(bundle), candidate: bundleAfter && bundleParts(bundleAfter) },
  }
  return { proof, outcome }
}
