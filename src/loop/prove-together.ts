import { type ExperimentOutcome, proveWhole, takeFilmstrips, weightedMean } from '../experiment/index.js'
import type { BuiltArm } from '../model/change.js'
import { METRIC_NAMES, type MetricName, type MetricValues, metric } from '../model/metrics.js'
import type { PageLoad } from '../model/observation.js'
import type { OptimizationConstraint } from '../model/optimizer.js'
import type { ProfileId } from '../model/profile.js'
import type { Filmstrip, FinalProof } from '../model/session.js'
import { bundleParts } from '../report/bundle-parts.js'
import { waterfallsOf } from '../report/waterfalls-of.js'
import { aggregatePages, observePage } from './aggregate.js'
import { keepArtifact, readArtifact } from './artifacts.js'
import { bundleOf } from './build.js'
import type { ObservedArm } from './observe.js'
import type { CurrentSystem } from './optimize-strategy.js'
import { countedPair, type ExperimentCommon, experimentCommon } from './prove.js'
import type { TargetRuntime } from './runtime.js'
import { FILMING } from './time-estimate.js'

/** Counts that the headline table shows; the others are in the record. */
const SHOWN_COUNTS: readonly MetricName[] = [
  'initial-bundle-size',
  'bundle-size',
  'script-transfer-size',
  'image-transfer-size',
  'total-transfer-size',
]

const mean = ([a, b]: readonly [number, number]): number => (a + b) / 2

/** Counts of both arms: of the target, then of each page by itself. */
function shownCounts(runtime: TargetRuntime, outcome: ExperimentOutcome): FinalProof['counted'] {
  const [profile] = runtime.profiles
  const { baseline, candidate } = outcome.counted
  const ofTarget = SHOWN_COUNTS.flatMap(name => {
    const [before, after] = [baseline.target[name], candidate.target[name]]
    if (!before || !after || !profile) return []
    return [{ metric: name, page: '*', profile: profile.id, before: mean(before), after: mean(after) }]
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
function armMetrics(runtime: TargetRuntime, outcome: ExperimentOutcome, arm: 'baseline' | 'candidate'): MetricValues {
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
const film = (runtime: TargetRuntime, common: ExperimentCommon, profile: ProfileId): Promise<Filmstrip[]> => {
  runtime.step('final-proof', 'filming both arms')
  return takeFilmstrips({ ...common, pages: runtime.target.pages, profile, signal: runtime.signal })
}

/** Time to Interactive over the pages by traffic, where every page's filmed load came to rest. */
function interactiveTime(runtime: TargetRuntime, strips: readonly Filmstrip[], arm: Filmstrip['arm']): MetricValues {
  const times = runtime.target.pages.map(page => ({
    value: strips.find(strip => strip.page === page.id && strip.arm === arm)?.timeToInteractive,
    weight: page.weight,
  }))
  const known = times.flatMap(({ value, weight }) => (value === undefined ? [] : [{ value, weight }]))
  if (known.length < times.length) return {}
  return { 'time-to-interactive': weightedMean(known) }
}

export interface TogetherInput {
  readonly original: CurrentSystem
  readonly arm: BuiltArm
  /** Those of every optimizer that had a part in it: the strictest tolerance holds for the sum too. */
  readonly constraints: readonly OptimizationConstraint[]
  /** For how long the user's system was out of service so far, ms. */
  readonly downtime: number
  /** The how manieth final run this is, from 1. */
  readonly attempt: number
  /** What was measured of this arm before: counts need not be fresh, times must. */
  readonly observed?: ObservedArm
}

/**
 * Everything that is on the clone's branch, together, against the original, on fresh data. `kept` means: proved as a whole.
 * @throws TunewrightError SERVE_FAILED, BROWSER_FAILED, CANCELLED
 */
export async function proveTogether(
  runtime: TargetRuntime,
  { original, arm, observed, constraints, downtime, attempt }: TogetherInput,
): Promise<Omit<FinalProof, 'dropped'>> {
  const before = { arm: original.arm, observed: await readArtifact(original.observed) }
  const after = { arm, ...(observed ? { observed } : {}) }
  const common = await experimentCommon(runtime, 'final-proof', before, after, runtime.deadline - FILMING)
  const outcome = await proveWhole({
    ...common,
    ...(observed ? { candidateSurveys: observed.surveys } : {}),
    constraints,
    downtime,
    sessionAlpha: runtime.alpha,
    attempt,
    seed: `${runtime.seed} together ${arm.revision}`,
  })
  await keepArtifact(runtime.folder, 'experiments/together', outcome.record)
  const [profile] = runtime.profiles
  const filmstrips = profile ? await film(runtime, common, profile.id) : []
  const [baseline, candidate] = await Promise.all([bundleOf(runtime, before.arm), bundleOf(runtime, after.arm)])
  return {
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
    bundles: { baseline: baseline && bundleParts(baseline), candidate: candidate && bundleParts(candidate) },
  }
}
