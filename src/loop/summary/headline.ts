import type { Effect } from '../../model/experiment.js'
import type { MetricName } from '../../model/metrics.js'
import type { FinalProof, HeadlineChange } from '../../model/session.js'
import { groupBy } from '../../system/group-by.js'

/** What the headline table shows of the timed metrics, in this order; each page by itself after the mean over pages. */
const TIMED: readonly MetricName[] = [
  'largest-contentful-paint',
  'first-contentful-paint',
  'cumulative-layout-shift',
  'total-blocking-time',
  'interaction-to-next-paint',
  'next-page-paint',
  'load-time',
]

/** A difference has no per cent where it started from nothing. */
const relativeTo = (baseline: number, change: number): number => (baseline === 0 ? 0 : (change / baseline) * 100)

function timedChange(effect: Effect): HeadlineChange[] {
  if (effect.profile === '*') return []
  const percent = (value: number): number =>
    effect.scale === 'relative' ? value * 100 : relativeTo(effect.baseline, value)
  return [
    {
      metric: effect.metric,
      profile: effect.profile,
      page: effect.page,
      before: effect.baseline,
      after: effect.candidate,
      change: percent(effect.estimate),
      low: percent(effect.low),
      high: percent(effect.high),
      confidence: effect.confidence,
    },
  ]
}

/** The headline table: only ever from a run of one whole system against the other. */
export function headlineOf(proof: Pick<FinalProof, 'headline' | 'verdict' | 'counted'>): HeadlineChange[] {
  const timed = TIMED.flatMap(metric =>
    [...proof.headline, ...proof.verdict.effects.filter(effect => effect.page !== '*')]
      .filter(effect => effect.metric === metric)
      .flatMap(timedChange),
  )
  const counted = proof.counted.map(({ before, after, ...rest }) => {
    const change = relativeTo(before, after - before)
    return { ...rest, before, after, change, low: change, high: change, confidence: null }
  })
  const changes = [...onceEach(timed), ...counted]
  // Of a single page, what it came to over all pages says everything, with the narrower interval.
  const pages = new Set(changes.map(({ page }) => page).filter(page => page !== '*'))
  return pages.size > 1 ? changes : changes.filter(({ page }) => page === '*')
}

/** Several requirements may rest on a metric of one page, each with a confidence of its own: it is told once, with the narrowest interval. */
const onceEach = (changes: readonly HeadlineChange[]): HeadlineChange[] =>
  [...groupBy(changes, ({ metric, profile, page }) => [metric, profile, page].join(' ')).values()].map(
    ofOne => ofOne.toSorted((a, b) => a.high - a.low - (b.high - b.low))[0]!,
  )

/** The headline's line for a metric over all pages. */
export const overall = (changes: readonly HeadlineChange[], metric: MetricName): HeadlineChange | undefined =>
  changes.find(change => change.metric === metric && change.page === '*')
