import type { PageLoad, PageObservation } from '../../../model/observation.js'
import { median } from '../../../system/median.js'
import type { PageModule } from './module-graph.js'

/** A module that a page finds late each time it is opened. */
export interface LateModule {
  readonly url: string
  /** Milliseconds from the first thing that the page loads until it is asked for: median. */
  readonly delay: number
}

const firstLoads = (views: readonly PageObservation[]): PageLoad[] =>
  views.flatMap(({ loads }) => loads.filter(load => load.view === 'first'))

const beginningOf = ({ requests }: PageLoad): number =>
  Math.min(...requests.filter(({ kind }) => kind !== 'document').map(({ start }) => start))

/** What is loaded in time to be waited for: until the largest paint and the load event are over. */
const endOf = ({ metrics }: PageLoad): number =>
  Math.max(metrics['load-time'] ?? 0, metrics['largest-contentful-paint'] ?? 0)

/** Of some modules, those that every first load of all these views asks for, and late, in the order in which they are asked for. */
export const lateModules = (
  views: readonly PageObservation[],
  modules: readonly PageModule[],
  minimumDelay: number,
): readonly LateModule[] => {
  const loads = firstLoads(views)
  if (loads.length === 0) return []
  return modules
    .flatMap(({ url, dynamic }) => {
      const delays = loads.flatMap(load => {
        const request = load.requests.find(one => one.url === url && one.kind === 'script' && one.status === 200)
        if (request === undefined || (dynamic && request.start > endOf(load))) return []
        return [request.start - beginningOf(load)]
      })
      const delay = delays.length < loads.length ? 0 : median(delays)
      return delay > 0 && delay >= minimumDelay ? [{ url, delay }] : []
    })
    .toSorted((a, b) => a.delay - b.delay)
}

/** Shares of each time that pass while one module leads to the next: what asking for all of them at once can save, at most. */
export const savedShares = (
  views: readonly PageObservation[],
  modules: readonly LateModule[],
): { readonly firstPaint: number; readonly largestPaint: number; readonly load: number } => {
  const urls = new Set(modules.map(({ url }) => url))
  const shares = firstLoads(views).map(load => {
    const own = load.requests.filter(one => urls.has(one.url))
    const saved = Math.max(0, ...own.map(({ start }) => start)) - beginningOf(load)
    const end = Math.max(0, ...own.map(one => one.end))
    const share = (time = 0): number => (time > 0 && time >= end ? Math.max(0, saved) / time : 0)
    const { metrics } = load
    return {
      firstPaint: share(metrics['first-contentful-paint']),
      largestPaint: share(metrics['largest-contentful-paint']),
      load: share(metrics['load-time']),
    }
  })
  const of = (name: keyof (typeof shares)[number]): number =>
    shares.length === 0 ? 0 : median(shares.map(one => one[name]))
  return { firstPaint: of('firstPaint'), largestPaint: of('largestPaint'), load: of('load') }
}
