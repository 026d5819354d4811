import type { Effect } from '../model/experiment.js'
import type { MetricName } from '../model/metrics.js'
import type { ProfileId } from '../model/profile.js'
import type { FinalProof } from '../model/session.js'
import type { PageTarget } from '../model/target.js'

/** One figure of the whole target. Before and after in the metric's unit, the rest in per cent (−40: forty per cent less). */
export interface Figure {
  readonly before: number
  readonly after: number
  readonly change: number
  readonly low: number
  readonly high: number
}

/** What a session is worth in three figures; null where the final run did not measure it (nothing was kept, no bundle). */
export interface HeadlineFigures {
  readonly lcp: Figure | null
  readonly initialJs: Figure | null
  readonly imageBytes: Figure | null
}

/** All three from the final whole-against-original run under one profile. */
export function headlineFigures(
  proof: Omit<FinalProof, 'dropped'> | undefined,
  pages: readonly PageTarget[],
  profile: ProfileId,
): HeadlineFigures {
  if (!proof) return { lcp: null, initialJs: null, imageBytes: null }
  return {
    lcp: lcpFigure([...proof.headline, ...proof.verdict.effects], pages, profile),
    initialJs: largestPage(proof, 'initial-bundle-size', profile),
    imageBytes: allPages(proof, 'image-transfer-size', profile),
  }
}

/**
 * LCP over all pages: traffic-weighted geometric means of the pages' medians. The change is that of the paired effects, and its
 * bounds are the pages' bounds combined the same way: for jointly normal errors never narrower than the mean's own interval.
 */
function lcpFigure(effects: readonly Effect[], pages: readonly PageTarget[], profile: ProfileId): Figure | null {
  const own = effects.filter(
    effect => effect.metric === 'largest-contentful-paint' && effect.profile === profile && effect.scale === 'relative',
  )
  const perPage = own.filter(effect => effect.page !== '*')
  const combined = own.find(effect => effect.page === '*')
  if (perPage.length === 0) return combined ? figureOf(combined) : null
  const weighted = (value: (effect: Effect) => number) => {
    const weights = perPage.map(effect => pages.find(page => page.id === effect.page)?.weight ?? 1)
    const sum = weights.reduce((total, weight) => total + weight, 0)
    return Math.exp(
      perPage.reduce((total, effect, index) => total + Math.log(value(effect)) * (weights[index] ?? 1), 0) / sum,
    )
  }
  const change = (bound: 'estimate' | 'low' | 'high') =>
    100 * (combined ? combined[bound] : weighted(effect => 1 + effect[bound]) - 1)
  return {
    before: weighted(effect => effect.baseline),
    after: weighted(effect => effect.candidate),
    change: change('estimate'),
    low: change('low'),
    high: change('high'),
  }
}

const figureOf = (effect: Effect): Figure => ({
  before: effect.baseline,
  after: effect.candidate,
  change: 100 * effect.estimate,
  low: 100 * effect.low,
  high: 100 * effect.high,
})

/** Bytes of all measured pages together, a first visit to each. */
function allPages(proof: Omit<FinalProof, 'dropped'>, metric: MetricName, profile: ProfileId): Figure | null {
  const counted = countedOf(proof, metric, profile)
  const rows = counted.some(row => row.page !== '*') ? counted.filter(row => row.page !== '*') : counted
  const sum = (arm: 'before' | 'after') => rows.reduce((total, row) => total + row[arm], 0)
  return rows.length === 0 ? null : counts(sum('before'), sum('after'))
}

/** Bytes of the page that loads most, in each arm. */
function largestPage(proof: Omit<FinalProof, 'dropped'>, metric: MetricName, profile: ProfileId): Figure | null {
  const rows = countedOf(proof, metric, profile)
  return rows.length === 0
    ? null
    : counts(Math.max(...rows.map(row => row.before)), Math.max(...rows.map(row => row.after)))
}

const countedOf = (proof: Omit<FinalProof, 'dropped'>, metric: MetricName, profile: ProfileId) =>
  proof.counted.filter(row => row.metric === metric && row.profile === profile)

function counts(before: number, after: number): Figure {
  const change = before === 0 ? 0 : 100 * (after / before - 1)
  return { before, after, change, low: change, high: change }
}
