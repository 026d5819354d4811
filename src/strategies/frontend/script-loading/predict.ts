import type { MetricValues } from '../../../model/metrics.js'
import type { PageLoad, PageObservation } from '../../../model/observation.js'
import { median } from '../../../system/median.js'

const percent = (share: number): number => Math.round(share * 1000) / 10 + 0

/** What a load's first paint waited for its scripts after all its style sheets had come, ms. */
const heldUp = ({ metrics, requests }: PageLoad, scripts: ReadonlySet<string>): { share: number; by: number } => {
  const paint = metrics['first-contentful-paint']
  if (paint === undefined || paint <= 0) return { share: 0, by: 0 }
  const ends = (kind: 'script' | 'stylesheet' | 'document'): number[] =>
    requests
      .filter(one => one.kind === kind && one.end <= paint && (kind !== 'script' || scripts.has(one.url)))
      .map(({ end }) => end)
  const by = Math.max(0, Math.max(0, ...ends('script')) - Math.max(0, ...ends('stylesheet'), ...ends('document')))
  return { share: by / paint, by }
}

/** How much later a page's scripts are asked for than the first thing that its document names, ms. */
const askedLate = ({ requests }: PageLoad, scripts: ReadonlySet<string>): number => {
  const first = Math.min(...requests.filter(({ kind }) => kind !== 'document').map(({ start }) => start))
  const own = requests.filter(({ kind, url }) => kind === 'script' && scripts.has(url)).map(({ start }) => start)
  return own.length === 0 ? 0 : Math.max(0, Math.min(...own) - first)
}

/** What a page's scripts cost it now: medians over its first loads. */
export interface ScriptCost {
  /** Of the first paint: the share of it, and ms. */
  readonly share: number
  readonly milliseconds: number
  /** Share of the load that passes before they are asked for. */
  readonly late: number
}

export const scriptCost = (views: readonly PageObservation[], scripts: ReadonlySet<string>): ScriptCost => {
  const loads = views.flatMap(view => view.loads.filter(({ view: which }) => which === 'first'))
  if (loads.length === 0) return { share: 0, milliseconds: 0, late: 0 }
  const held = loads.map(load => heldUp(load, scripts))
  const late = loads.map(load => {
    const time = load.metrics['load-time'] ?? 0
    return time > 0 ? askedLate(load, scripts) / time : 0
  })
  return {
    share: median(held.map(({ share }) => share)),
    milliseconds: median(held.map(({ by }) => by)),
    late: median(late),
  }
}

/** The change of each metric over all pages, those included that stay as they are. */
export const predicted = (costs: readonly ScriptCost[], pages: number, place: 'in-place' | 'head'): MetricValues => {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, pages)
  const paint = percent(-mean(costs.map(({ share }) => share)))
  const sooner = place === 'head' ? percent(-mean(costs.map(({ late }) => late))) : 0
  return { 'first-contentful-paint': paint, 'largest-contentful-paint': paint / 2, 'load-time': sooner }
}
