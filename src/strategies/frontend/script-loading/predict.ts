import type { MetricValues } from '../../../model/metrics.js'
import type { PageLoad, PageObservation } from '../../../model/observation.js'
import { median } from '../../../system/median.js'
import { firstPaintWait, type PaintWait } from '../../html/first-paint-wait.js'
import { inPercent, meanOf } from '../../predicted-change.js'

/** How much later a page's scripts are asked for than the first thing that its document names, ms. */
const askedLate = ({ requests }: PageLoad, scripts: ReadonlySet<string>): number => {
  const first = Math.min(...requests.filter(({ kind }) => kind !== 'document').map(({ start }) => start))
  const own = requests.filter(({ kind, url }) => kind === 'script' && scripts.has(url)).map(({ start }) => start)
  return own.length === 0 ? 0 : Math.max(0, Math.min(...own) - first)
}

/** What a page's scripts cost it now: its wait, and the share of its first loads that passes before they are asked for (median). */
export interface ScriptCost extends PaintWait {
  readonly late: number
}

export const scriptCost = (views: readonly PageObservation[], scripts: ReadonlySet<string>): ScriptCost => {
  const wait = firstPaintWait(views, ({ kind, url }) => kind === 'script' && scripts.has(url), [
    'stylesheet',
    'document',
  ])
  const late = views.flatMap(view =>
    view.loads
      .filter(load => load.view === 'first')
      .map(load => {
        const time = load.metrics['load-time'] ?? 0
        return time > 0 ? askedLate(load, scripts) / time : 0
      }),
  )
  return { ...wait, late: late.length === 0 ? 0 : median(late) }
}

/** The change of each metric over all pages, those included that stay as they are. */
export const predicted = (costs: readonly ScriptCost[], pages: number, place: 'in-place' | 'head'): MetricValues => {
  const saved = (shares: readonly number[]): number => inPercent(-meanOf(shares, pages))
  const paint = saved(costs.map(({ share }) => share))
  const sooner = place === 'head' ? saved(costs.map(({ late }) => late)) : 0
  return { 'first-contentful-paint': paint, 'largest-contentful-paint': paint / 2, 'load-time': sooner }
}
