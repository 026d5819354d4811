import type { MetricValues } from '../../../model/metrics.js'
import { median } from '../../../system/median.js'
import { inPercent, meanOf } from '../../predicted-change.js'
import { savedShares } from './late-modules.js'
import type { FilePlan, Kind } from './plan.js'

/** The part of a next page's paint that its document's way takes, of which a rest on its link saves some: measured pages of plain text lose a fifth. */
const SOONER = 0.15

const shareOf = (plan: FilePlan, milliseconds: number): number => {
  const times = plan.views.flatMap(({ metrics }) => metrics['largest-contentful-paint'] ?? [])
  return times.length === 0 || median(times) <= 0 ? 0 : Math.min(1, milliseconds / median(times))
}

/** The change of each metric over all pages, those included that stay as they are; in per cent. */
export const predictedChange = (kind: Kind, plans: readonly FilePlan[], pages: number): MetricValues => {
  const over = (share: (plan: FilePlan) => number): number =>
    inPercent(
      -meanOf(
        plans.map(plan => share(plan) * plan.pages.length),
        pages,
      ),
    )
  if (kind === 'modules') {
    const shares = new Map(plans.map(plan => [plan, savedShares(plan.views, plan.modules)]))
    return {
      'first-contentful-paint': over(plan => shares.get(plan)!.firstPaint),
      'largest-contentful-paint': over(plan => shares.get(plan)!.largestPaint),
      'load-time': over(plan => shares.get(plan)!.load),
    }
  }
  if (kind === 'picture') return { 'largest-contentful-paint': over(plan => plan.picture?.share ?? 0) }
  if (kind === 'connections') {
    const saved = (plan: FilePlan): number =>
      Math.max(0, ...plan.connections.map(({ delay, answer }) => Math.min(delay, ((answer ?? 0) * 2) / 3)))
    return { 'largest-contentful-paint': over(plan => shareOf(plan, saved(plan))) }
  }
  // Judged on the pages from which a flow goes on, and on these alone.
  return { 'next-page-paint': inPercent(-SOONER) }
}
