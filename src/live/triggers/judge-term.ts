import { isShown } from '../../experiment/sequential/percentile.js'
import type { MetricName } from '../../model/metrics.js'
import { type ConditionTerm, holdsFor } from '../../model/schema/condition-expression.js'
import type { VisitCell } from '../../store/repositories/visits.js'
import { LogHistogram } from '../visits/log-histogram.js'
import type { VisitCountName } from '../visits/measures.js'

/** What visits told of a page on a device in some time: one cell for each series. */
export type Told = ReadonlyMap<string, VisitCell>

export interface TermAnswer {
  /** null where too few visits came to say. */
  readonly holds: boolean | null
  /** The statistic as far as it is known; null where nothing was told. */
  readonly value: number | null
  /** Views that told it. */
  readonly views: number
}

/** The chance of saying that it holds, or does not, where that is not so: at any time, however often it is asked. */
const ERROR = 0.001

/** Shares of views or visits that visits tell. */
const RATES: Readonly<Partial<Record<MetricName, { of: VisitCountName; among: VisitCountName; isRest?: true }>>> = {
  'error-rate': { of: 'failed-views', among: 'views' },
  'image-load-failure-rate': { of: 'failed-images', among: 'images' },
  conversionRate: { of: 'conversions', among: 'entries' },
  bounceRate: { of: 'went-on', among: 'entries', isRest: true },
}

const SHARES: Readonly<Partial<Record<ConditionTerm['statistic'], number>>> = {
  p50: 0.5,
  p75: 0.75,
  p90: 0.9,
  p95: 0.95,
  p99: 0.99,
}

const NOTHING: TermAnswer = { holds: null, value: null, views: 0 }

/**
 * Whether one comparison holds of real visits. A percentile or a share is only told once it is shown (`isShown`: at any time, whatever the values are like); how many visits that
 * takes goes by how far they are from the threshold. Sizes are told by builds and not by visits.
 * @param own the metric of the trigger, where the comparison names none
 */
export function judgeTerm(told: Told, term: ConditionTerm, own: MetricName): TermAnswer {
  const name = term.metric ?? own
  const rate = RATES[name]
  if (rate !== undefined) return judgeRate(told, term, rate)
  const stored = told.get(name)?.histogram
  if (!stored) return NOTHING
  const histogram = new LogHistogram()
  histogram.merge(stored)
  const share = SHARES[term.statistic]
  if (share !== undefined) return judgePercentile(histogram, term, share)
  if (term.statistic === 'mean') return judgeMean(histogram, term)
  if (term.statistic === 'max') return judgeMost(histogram, term)
  return NOTHING
}

/** What is more often than a rate shown so, what is not so often shown not to be; else not told. */
function shown(count: number, among: number, rate: number): boolean | null {
  if (isShown(count, among, rate, ERROR)) return true
  return isShown(among - count, among, 1 - rate, ERROR) ? false : null
}

const isUpper = (operator: ConditionTerm['operator']): boolean => operator === '>' || operator === '>='
const not = (holds: boolean | null): boolean | null => (holds === null ? null : !holds)

/** To be just something, or anything else, is nothing that visits can show: the value itself is held against it, once there are enough of them. */
const ENOUGH = 100
const isExact = (operator: ConditionTerm['operator']): boolean => operator === '==' || operator === '!='
const exactly = (value: number | null, views: number, term: ConditionTerm): boolean | null =>
  views < ENOUGH ? null : holdsFor(value, term)

/** More than a percentile's rest lies above the threshold: so does the percentile. */
function judgePercentile(histogram: LogHistogram, term: ConditionTerm, share: number): TermAnswer {
  const views = histogram.count
  const value = histogram.quantile(share)
  if (isExact(term.operator)) return { holds: exactly(value, views, term), value, views }
  const isAbove = shown(histogram.countAbove(term.value), views, 1 - share)
  return { holds: isUpper(term.operator) ? isAbove : not(isAbove), value, views }
}

function judgeRate(
  told: Told,
  term: ConditionTerm,
  { of, among, isRest }: NonNullable<(typeof RATES)[MetricName]>,
): TermAnswer {
  const views = told.get(among)?.all.sum ?? 0
  if (views === 0 || (term.statistic !== 'rate' && term.statistic !== 'mean')) return NOTHING
  const counted = told.get(of)?.all.sum ?? 0
  // What was told of before the view that it belongs to may come first.
  const count = Math.min(views, Math.max(0, isRest ? views - counted : counted))
  const value = count / views
  const { value: threshold } = term
  if (isExact(term.operator) || threshold <= 0 || threshold >= 1)
    return { holds: exactly(value, views, term), value, views }
  const isMore = shown(count, views, threshold)
  return { holds: isUpper(term.operator) ? isMore : not(isMore), value, views }
}

/** Standard errors, for means of so many values that they are about normal. */
const STANDARD_ERRORS = 3.29

function judgeMean(histogram: LogHistogram, term: ConditionTerm): TermAnswer {
  const { count: views } = histogram
  const { mean, variance } = histogram.moments()
  if (views < ENOUGH || isExact(term.operator)) return { holds: exactly(mean, views, term), value: mean, views }
  const error = STANDARD_ERRORS * Math.sqrt(variance / views)
  const ends = [mean - error, mean + error].map(end => holdsFor(end, term))
  return { holds: ends[0] === ends[1] ? ends[0]! : null, value: mean, views }
}

/** Of the largest there is nothing to be sure of: it is what it is. */
function judgeMost(histogram: LogHistogram, term: ConditionTerm): TermAnswer {
  const value = histogram.quantile(1)
  return { holds: holdsFor(value, term), value, views: histogram.count }
}
