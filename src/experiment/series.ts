import type { PairedSample } from '../model/experiment.js'
import { type MetricName, metric } from '../model/metrics.js'
import type { ProfileId } from '../model/profile.js'
import type { PageTarget } from '../model/target.js'
import { groupBy } from '../system/group-by.js'
import { median } from '../system/median.js'
import { weightedMean } from './statistics/summary.js'

/** One metric's paired values, one per block: the log of candidate over baseline, or candidate less baseline. */
export interface MetricSeries {
  readonly metric: MetricName
  /** `*` where pages are averaged by weight inside each block. */
  readonly page: string
  readonly profile: ProfileId
  readonly comparison: 'ratio' | 'difference'
  readonly values: readonly number[]
  /** Medians of the arms over the blocks, in the metric's unit. */
  readonly baseline: number
  readonly candidate: number
  /** The instrument's step, on the scale of `values`. */
  readonly resolution: number
}

/** What an instrument resolves: a millisecond of the clock, a ten-thousandth of a score or ratio, one byte or request. */
const RESOLUTION: Readonly<Record<ReturnType<typeof metric>['unit'], number>> = {
  ms: 1,
  bytes: 1,
  count: 1,
  ratio: 1e-4,
  score: 1e-4,
  percent: 0.01,
  boolean: 1,
}

/** … and what comes in larger steps: the browser tells paints in steps of 4 ms, an interaction's latency in steps of 8. */
const STEPS: Partial<Record<MetricName, number>> = {
  'first-contentful-paint': 4,
  'largest-contentful-paint': 4,
  'interaction-to-next-paint': 8,
  'next-page-paint': 4,
}

/** The step in which a metric's values come, in its unit. */
export const stepOf = (name: MetricName): number => STEPS[name] ?? RESOLUTION[metric(name).unit]

/** One metric of one page under one profile, over the first so many blocks. */
interface SeriesOf {
  readonly metric: MetricName
  readonly page: string
  readonly profile: ProfileId
  readonly blocks: number
}

const keyOf = ({ metric, page, profile }: Pick<PairedSample, 'metric' | 'page' | 'profile'>): string =>
  `${metric} ${profile} ${page}`

/** The same samples are asked for again and again, at each look for each requirement. */
const known = new WeakMap<readonly PairedSample[], ReadonlyMap<string, readonly PairedSample[]>>()

/** Samples by metric, page and profile, in the order of their blocks. */
function byPlace(samples: readonly PairedSample[]): ReadonlyMap<string, readonly PairedSample[]> {
  const before = known.get(samples)
  if (before !== undefined) return before
  const inOrder = [...samples].sort((a, b) => a.block - b.block)
  const places = groupBy(inOrder, keyOf)
  known.set(samples, places)
  return places
}

/** The samples of a page, block by block, or null unless every block has exactly one: a page that is missing from a block proves nothing. */
function samplesOfPage(samples: readonly PairedSample[], of: SeriesOf): readonly PairedSample[] | null {
  const own = (byPlace(samples).get(keyOf(of)) ?? []).filter(sample => sample.block < of.blocks)
  if (of.blocks === 0 || own.length !== of.blocks || own.some((sample, i) => sample.block !== i)) return null
  if (own.some(s => !Number.isFinite(s.baseline) || !Number.isFinite(s.candidate))) return null
  return own
}

/** Both arms' values, one per block, in the metric's unit. */
export interface ArmValues {
  readonly baseline: readonly number[]
  readonly candidate: readonly number[]
}

/** @returns null where a block is missing */
export function pageArms(samples: readonly PairedSample[], of: SeriesOf): ArmValues | null {
  const own = samplesOfPage(samples, of)
  return own && { baseline: own.map(({ baseline }) => baseline), candidate: own.map(({ candidate }) => candidate) }
}

/**
 * @param asked in place of the metric's own
 * @returns null where a block is missing
 */
export function pageSeries(
  samples: readonly PairedSample[],
  of: SeriesOf,
  asked: MetricSeries['comparison'] = metric(of.metric).comparison,
): MetricSeries | null {
  const own = samplesOfPage(samples, of)
  if (own === null) return null
  // A ratio to nothing has no logarithm: such a metric is compared by differences.
  const comparison = own.some(s => s.baseline <= 0 || s.candidate <= 0) ? 'difference' : asked
  const baseline = median(own.map(s => s.baseline))
  const step = stepOf(of.metric)
  return {
    metric: of.metric,
    page: of.page,
    profile: of.profile,
    comparison,
    values: own.map(s => (comparison === 'ratio' ? Math.log(s.candidate / s.baseline) : s.candidate - s.baseline)),
    baseline,
    candidate: median(own.map(s => s.candidate)),
    resolution: comparison === 'ratio' ? step / baseline : step,
  }
}

/** What is read of each page, with its traffic; null where it cannot be read of one. */
function ofPages<T>(
  pages: readonly PageTarget[],
  read: (page: string) => T | null,
): { readonly own: T; readonly weight: number }[] | null {
  const parts = pages.flatMap(({ id, weight }) => {
    const own = read(id)
    return own === null ? [] : [{ own, weight }]
  })
  return parts.length < pages.length ? null : parts
}

/**
 * The pages' series averaged by traffic inside each block: of log ratios (a weighted geometric mean), or of differences.
 * @returns null where a page is missing.
 */
export function weightedSeries(
  samples: readonly PairedSample[],
  of: { metric: MetricName; profile: ProfileId; blocks: number; pages: readonly PageTarget[] },
): MetricSeries | null {
  const parts = ofPages(of.pages, page => pageSeries(samples, { ...of, page }))
  const first = parts?.[0]?.own
  // Pages compared on different scales cannot be averaged.
  if (!parts || !first || parts.some(({ own }) => own.comparison !== first.comparison)) return null
  const over = (pick: (series: MetricSeries) => number) =>
    weightedMean(parts.map(({ own, weight }) => ({ value: pick(own), weight })))
  // Levels are averaged as their effects are, so that a change and what it leads from and to agree.
  const level = (pick: (series: MetricSeries) => number) =>
    first.comparison === 'ratio' ? Math.exp(over(series => Math.log(pick(series)))) : over(pick)
  return {
    ...first,
    page: '*',
    values: first.values.map((_, block) => over(series => series.values[block] as number)),
    baseline: level(series => series.baseline),
    candidate: level(series => series.candidate),
    resolution: over(series => series.resolution),
  }
}

/**
 * Both arms' values, one per block, averaged over pages by traffic: weighted geometric means where all are above zero.
 * @returns null where a page or a block is missing
 */
export function weightedArms(
  samples: readonly PairedSample[],
  of: { metric: MetricName; profile: ProfileId; blocks: number; pages: readonly PageTarget[] },
): ArmValues | null {
  const parts = ofPages(of.pages, page => pageArms(samples, { ...of, page }))
  if (!parts || parts.length === 0) return null
  const isRatio = parts.every(({ own }) => [...own.baseline, ...own.candidate].every(value => value > 0))
  const over = (arm: keyof ArmValues) =>
    Array.from({ length: of.blocks }, (_, block) => {
      const values = parts.map(({ own, weight }) => ({ value: own[arm][block] as number, weight }))
      return isRatio
        ? Math.exp(weightedMean(values.map(one => ({ ...one, value: Math.log(one.value) }))))
        : weightedMean(values)
    })
  return { baseline: over('baseline'), candidate: over('candidate') }
}
