import { parseDuration } from '../../model/duration.js'
import type { Duration } from '../../model/strategy.js'
import { STEADY, STEADY_ENOUGH, spreadOf } from '../steadiness.js'
import { type Met, met, type PrerequisiteContext, type Unmet, unmet } from './check.js'

const DAY = 86_400_000

/** Of the page whose loads are farthest apart; null where none was loaded twice. */
function largestSpread(context: PrerequisiteContext): number | null {
  const spreads = context.observation.pages.flatMap(({ loads }) => spreadOf(loads) ?? [])
  return spreads.length === 0 ? null : Math.max(...spreads)
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
  const spread = largestSpread(context)
  if (spread !== null && spread <= STEADY_ENOUGH) {
    return met(
      `a lab baseline: LCP within ±${(spread * 100).toFixed(1)} % between loads (no ${check.duration} of visits)`,
    )
  }
  return unmet(
    spread === null
      ? `neither ${check.duration} of visits nor two lab loads of a page`
      : `neither ${check.duration} of visits nor a steady lab baseline (LCP varies by ±${(spread * 100).toFixed(0)} %)`,
    'Measure on a quieter machine or with more loads, or collect visits for that long.',
  )
}
