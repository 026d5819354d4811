import type { Effect, Judgement } from '../model/experiment.js'
import { metric } from '../model/metrics.js'
import { gainsCapped } from './gains-capped.js'
import type { Place } from './resting.js'
import { estimate, repeatedInterval, type SeriesEstimate } from './sequential/interval.js'
import type { Look } from './sequential/looks.js'
import type { MetricSeries } from './series.js'
import { describeCapped, describeEffect } from './wording.js'

/**
 * A rejection of a good change costs a chance, not the user's trust, so showing a requirement unmet has an error of its own, per
 * requirement and over all looks.
 */
export const REJECTION_ALPHA = 0.025

/** Something noisy that must hold: the mean harm (the series, turned so that more is worse) lies below `limit`. */
export interface NoisyRequirement {
  readonly kind: Judgement['kind']
  /** In words. */
  readonly requirement: string
  readonly series: MetricSeries
  readonly limit: number
  /** The error over all looks of calling it met when it is not. */
  readonly alpha: number
  /** Whether blocks that came out far better than the rest count as no more than an outlier would: where only harm is of interest. */
  readonly capsGains?: boolean
}

/** A judgement with what it rests on. */
export interface Assessed {
  readonly judgement: Judgement
  /** Where more loads would tell more of it; a page `*`: on all pages of the profile. Absent: anywhere, or nowhere. */
  readonly at?: Place
  /** Where it is noisy: the requirement, and the estimate of the harm. */
  readonly noisy?: { readonly of: NoisyRequirement; readonly harm: SeriesEstimate }
  /** True where no amount of blocks can decide it, since nothing measures it here. */
  readonly unmeasured?: boolean
  /** True where, whatever the blocks to come are like, it cannot be shown any more. */
  readonly isHopeless?: boolean
  /** What it would take, where its spread does not tell. */
  readonly wouldTake?: string
}

/** +1 where more of the metric is worse, −1 where it is better. */
export const direction = (series: MetricSeries): 1 | -1 => (metric(series.metric).better === 'lower' ? 1 : -1)

/** Met, unmet or undecided at this look, by the bounds of its repeated interval. */
export function judge(of: NoisyRequirement, look: Look): Assessed {
  const { series, limit } = of
  const sign = direction(series)
  const harms = series.values.map(value => sign * value)
  const own = estimate(harms, series.resolution)
  const harm = of.capsGains ? estimate(gainsCapped(harms, limit), series.resolution) : own
  const upper = repeatedInterval(harm, of.alpha, look).high
  const lower = repeatedInterval(own, REJECTION_ALPHA, look).low
  const effect = effectOf(series, of.alpha, look)
  const outcome = upper <= limit ? 'met' : lower > limit ? 'unmet' : 'undecided'
  // Where the effect's own interval would not have shown what was, the reader is told what does.
  const isShownByCapped = outcome === 'met' && repeatedInterval(own, of.alpha, look).high > limit
  const judgement: Judgement = {
    kind: of.kind,
    requirement: of.requirement,
    outcome,
    evidence:
      describeEffect(effect) + (isShownByCapped ? `; ${describeCapped(effect, shown(series, sign * upper))}` : ''),
    effect,
  }
  return { judgement, at: { page: series.page, profile: series.profile }, noisy: { of, harm } }
}

/** A judgement of something that needs samples which are not there (yet, or at all). */
export const awaiting = (kind: Judgement['kind'], requirement: string, what: string, at?: Place): Assessed => ({
  judgement: { kind, requirement, outcome: 'undecided', evidence: what },
  ...(at && { at }),
})

/** A value of the series as it is told: a share of the baseline, or in the metric's own unit. */
const shown = (series: MetricSeries, value: number): number =>
  series.comparison === 'ratio' ? Math.expm1(value) : value

/** The effect with the sequence's own interval: each side at `alpha` over all looks, so its confidence is 1 − 2α. */
export function effectOf(series: MetricSeries, alpha: number, look: Look): Effect {
  const raw = estimate(series.values, series.resolution)
  const { low, high } = repeatedInterval(raw, alpha, look)
  return {
    metric: series.metric,
    page: series.page,
    profile: series.profile,
    scale: series.comparison === 'ratio' ? 'relative' : 'absolute',
    estimate: shown(series, raw.mean),
    low: shown(series, low),
    high: shown(series, high),
    confidence: 1 - 2 * alpha,
    blocks: raw.blocks,
    baseline: series.baseline,
    candidate: series.candidate,
  }
}

/** The limit on harm that means "at least `improvement` (a share of the baseline) better". */
export function improvementLimit(series: MetricSeries, improvement: number): number {
  if (series.comparison === 'difference') return -improvement * Math.abs(series.baseline)
  return direction(series) === 1 ? Math.log1p(-improvement) : -Math.log1p(improvement)
}

/** The limit on harm that means "not worse than the larger of `relative` of the baseline and `floor`" (in the metric's unit). */
export function toleranceLimit(series: MetricSeries, relative: number, floor: number): number {
  if (series.comparison === 'difference') return Math.max(floor, relative * Math.abs(series.baseline))
  const share = Math.max(relative, floor / series.baseline)
  return direction(series) === 1 ? Math.log1p(share) : -Math.log1p(-Math.min(share, 0.99))
}
