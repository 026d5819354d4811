import { parseDuration } from '../../model/duration.js'
import type { MetricName } from '../../model/metrics.js'
import type { Duration } from '../../model/strategy.js'
import { type Met, met, type PrerequisiteContext, type Unmet, unmet } from './check.js'

/** A lab baseline is tight enough where the spread of what changes are made for is within this share of its median, between loads. */
const TIGHT_ENOUGH = 0.15
const DAY = 86_400_000

/** Not the load event: where a script draws the page, chance decides whether pictures hold it back. */
const STEADY: MetricName = 'largest-contentful-paint'

/** The largest relative range of it over the pages' loads; null where fewer than two loads were made. */
function relativeSpread(context: PrerequisiteContext): number | null {
  const spreads = context.observation.pages.map(page => {
    const times = page.loads.map(load => load.metrics[STEADY]).filter(value => value !== undefined)
    const middle = page.metrics[STEADY]
    if (times.length < 2 || !middle) return null
    return (Math.max(...times) - Math.min(...times)) / 2 / middle
  })
  return spreads.length === 0 || spreads.includes(null) ? null : Math.max(...spreads.map(spread => spread ?? 0))
}

/** Baseline data: days of visits covering the duration, or, in the lab, a baseline whose interval is tight enough. */
export async function checkBaseline(check: { duration: Duration }, context: PrerequisiteContext): Promise<Met | Unmet> {
  const length = parseDuration(check.duration)
  const since = new Date(context.now.getTime() - length)
  const points = await context.metrics.query({
    metric: STEADY,
    targetId: context.observation.targetId,
    since,
  })
  const days = new Set(points.filter(point => point.labels?.source === 'visits').map(p => Math.floor(+p.at / DAY)))
  if (days.size >= Math.ceil(length / DAY)) return met(`${days.size} days of visits`)
  const spread = relativeSpread(context)
  if (spread !== null && spread <= TIGHT_ENOUGH) {
    return met(
      `a lab baseline: LCP within ±${(spread * 100).toFixed(1)} % between loads (no ${check.duration} of visits)`,
    )
  }
  return unmet(
    spread === null
      ? `neither ${check.duration} of visits nor two lab loads of each page`
      : `neither ${check.duration} of visits nor a steady lab baseline (LCP varies by ±${(spread * 100).toFixed(0)} %)`,
    'Measure on a quieter machine or with more loads, or collect visits for that long.',
  )
}
