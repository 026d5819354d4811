import { visitMetrics } from '../experiment/index.js'
import { surveyTwice } from '../experiment/look-at-arms.js'
import type { ServedArm } from '../instruments/serving/index.js'
import type { BuiltArm } from '../model/change.js'
import type { MetricName, MetricValues } from '../model/metrics.js'
import { METRIC_NAMES, metric } from '../model/metrics.js'
import type { Observation, PageLoad, PageObservation, PageSurvey } from '../model/observation.js'
import { type Profile, profilesToLookAt } from '../model/profile.js'
import type { PageTarget } from '../model/target.js'
import { allSettled } from '../system/all-settled.js'
import { aggregatePages, observePage } from './aggregate.js'
import { bundleTargetMetrics } from './build.js'
import { throwIfCancelled } from './cancelled.js'
import type { LookingRuntime } from './runtime.js'
import { STEADY_ENOUGH, spreadOf } from './steadiness.js'

/** An observation with both surveys of each page: guards mask what differs between two looks at the same arm. */
export interface ObservedArm {
  readonly observation: Observation
  readonly surveys: readonly PageSurvey[]
}

/** An observation with what the strategies' own instruments measured of the same system. */
export function withMeasured(observation: Observation, measured: MetricValues): Observation {
  const metrics = { ...observation.metrics, ...measured }
  return { ...observation, metrics, unknown: unknownMetrics(metrics) }
}

/** Why a metric has no value here. */
function unknownMetrics(known: MetricValues): Observation['unknown'] {
  const reasons: Record<(typeof METRIC_SOURCES)[number], string> = {
    visits: 'needs real visits',
    composite: 'not measured in this stage',
    bundle: 'no webpack build was seen',
    images: 'measured when a picture strategy looks at the target',
    guard: 'compares two arms',
    browser: 'not measured by these loads',
  }
  return Object.fromEntries(
    METRIC_NAMES.filter(name => known[name] === undefined).map(name => [name, reasons[metric(name).instrument]]),
  ) as Partial<Record<MetricName, string>>
}
const METRIC_SOURCES = ['visits', 'composite', 'bundle', 'images', 'guard', 'browser'] as const

/** Puts measurements of an arm together: the same for a fresh look and for what an experiment has already measured. */
export async function composeObservation(
  runtime: LookingRuntime,
  arm: BuiltArm,
  surveys: readonly PageSurvey[],
  loads: readonly PageLoad[],
): Promise<Observation> {
  const pages: PageObservation[] = runtime.target.pages.flatMap(page =>
    runtime.profiles.flatMap(profile => {
      const here = (item: { page: string; profile: string }) => item.page === page.id && item.profile === profile.id
      const survey = surveys.find(here)
      return survey ? [observePage(page, survey, loads.filter(here))] : []
    }),
  )
  const judged = new Set(runtime.profiles.map(profile => profile.id))
  const otherViews = runtime.target.pages.flatMap(
    page => surveys.find(survey => survey.page === page.id && !judged.has(survey.profile)) ?? [],
  )
  const bundle = await runtime.bundle(arm)
  const preparation = runtime.preparation()
  const metrics = {
    ...aggregatePages(pages),
    ...bundleTargetMetrics(bundle),
    ...visitMetrics(
      pages.map(({ survey }) => survey),
      bundle?.changeChances,
    ),
  }
  return {
    targetId: runtime.target.id,
    revision: arm.revision,
    takenAt: new Date().toISOString(),
    pages,
    otherViews,
    bundle,
    ...(preparation.length > 0 && { preparation }),
    metrics,
    unknown: unknownMetrics(metrics),
  }
}

interface JudgedPlace {
  readonly page: PageTarget
  readonly profile: Profile
}

/** Every page under each profile that is judged. */
export const judgedPlaces = ({ target, profiles }: LookingRuntime): readonly JudgedPlace[] =>
  target.pages.flatMap(page => profiles.map(profile => ({ page, profile })))

/**
 * Loads each of them so many times, in turns: one at a time, so that nothing else takes from it.
 * @param again those that the turns after the first are for
 * @throws TunewrightError PAGE_BROKEN, CANCELLED
 */
export async function loadInTurns(
  runtime: LookingRuntime,
  served: ServedArm,
  times: number,
  onLoad: (place: JudgedPlace, done: number, of: number) => void = () => undefined,
  again: readonly JudgedPlace[] = judgedPlaces(runtime),
): Promise<PageLoad[]> {
  const turns = Array.from({ length: times }, (_, turn) => (turn === 0 ? judgedPlaces(runtime) : again)).flat()
  const loads: PageLoad[] = []
  for (const place of turns) {
    throwIfCancelled(runtime.signal)
    loads.push(await runtime.lab.load(served, place.page, place.profile))
    onLoad(place, loads.length, turns.length)
  }
  return loads
}

/** A page whose loads are too far apart is loaded so many times more, at most: what a busy machine did once is not to be taken for the page. */
const LOADED_AGAIN = 2

/** Further loads of the places whose loads are not steady, until they are or have had their chance; one load alone says nothing of that. */
async function loadUnsteady(
  runtime: LookingRuntime,
  served: ServedArm,
  loads: readonly PageLoad[],
): Promise<readonly PageLoad[]> {
  const again: PageLoad[] = []
  const ownOf = ({ page, profile }: JudgedPlace): PageLoad[] =>
    [...loads, ...again].filter(load => load.page === page.id && load.profile === profile.id)
  for (let turn = 0; turn < LOADED_AGAIN; turn++)
    for (const place of judgedPlaces(runtime).filter(one => (spreadOf(ownOf(one)) ?? 0) > STEADY_ENOUGH)) {
      throwIfCancelled(runtime.signal)
      runtime.step('observe', `timing ${place.page.id}, ${place.profile.title} again: its loads differ`)
      again.push(await runtime.lab.load(served, place.page, place.profile))
    }
  return again
}

/**
 * Measures a built arm: each page under each profile, surveyed twice and loaded `loads` times, those whose loads differ too much somewhat more.
 * @param whileSurveying work that may go on while nothing is timed
 * @param inHaste whether only the first page is loaded more than once: how steady the machine is shows in one
 * @throws TunewrightError SERVE_FAILED, PAGE_BROKEN, CANCELLED
 */
export async function observeArm(
  runtime: LookingRuntime,
  arm: BuiltArm,
  loadsEach: number,
  whileSurveying: () => Promise<void> = async () => {},
  inHaste = false,
): Promise<ObservedArm> {
  const judged = runtime.profiles.map(profile => profile.id)
  const served = await runtime.serve(arm)
  try {
    await served.warm()
    const [, surveys] = await allSettled([
      whileSurveying(),
      surveyTwice({
        lab: runtime.lab,
        arm: 'baseline',
        served,
        pages: runtime.target.pages,
        profiles: profilesToLookAt(judged),
        judged,
        signal: runtime.signal,
        onSurvey: (done, of) => runtime.step('observe', 'looking at pages', done, of),
      }),
    ])
    const loads = await loadInTurns(
      runtime,
      served,
      loadsEach,
      ({ page, profile }, done, of) => runtime.step('observe', `timing ${page.id}, ${profile.title}`, done, of),
      inHaste ? judgedPlaces(runtime).slice(0, 1) : judgedPlaces(runtime),
    )
    const all = [...loads, ...(await loadUnsteady(runtime, served, loads))]
    return { observation: await composeObservation(runtime, arm, surveys, all), surveys }
  } finally {
    await served.stop()
  }
}
