import type { MetricValues } from '../../../model/metrics.js'
import type { PageLoad } from '../../../model/observation.js'
import { median } from '../../../system/median.js'
import { firstPaintWait } from '../../html/first-paint-wait.js'
import { inPercent, meanOf } from '../../predicted-change.js'
import type { FilePlan } from './plan-file.js'

const firstLoads = ({ views }: FilePlan): PageLoad[] =>
  views.flatMap(({ loads }) => loads.filter(({ view }) => view === 'first'))

const overPages = (plans: readonly FilePlan[], pages: number, of: (plan: FilePlan) => number): number =>
  inPercent(
    -meanOf(
      plans.map(plan => of(plan) * plan.pages.length),
      pages,
    ),
  )

const medianOf = (values: readonly number[]): number => (values.length === 0 ? 0 : median(values))

/** Of what a page loads, the share of bytes that are these frames' documents, and the part of the load event's time that waits for them alone. */
export const predictedOfFrames = (
  plans: readonly FilePlan[],
  pages: number,
  which: 'frames' | 'players',
): MetricValues => {
  const sharesOf = (plan: FilePlan): { bytes: number; time: number }[] => {
    const urls = new Set(plan[which].map(({ url }) => url))
    return firstLoads(plan).map(({ requests, metrics }) => {
      const own = requests.filter(({ url }) => urls.has(url))
      const sum = (of: typeof requests): number => of.reduce((total, { transferSize }) => total + transferSize, 0)
      const end = (of: typeof requests): number => Math.max(0, ...of.map(one => one.end))
      const load = metrics['load-time'] ?? 0
      const others = requests.filter(({ url, end: at }) => !urls.has(url) && at <= load)
      const alone = Math.max(0, Math.min(end(own), load) - end(others))
      return { bytes: sum(own) / Math.max(1, sum(requests)), time: load > 0 ? alone / load : 0 }
    })
  }
  return {
    'load-time': overPages(plans, pages, plan => medianOf(sharesOf(plan).map(({ time }) => time))),
    'total-transfer-size': overPages(plans, pages, plan => medianOf(sharesOf(plan).map(({ bytes }) => bytes))),
  }
}

/** Of the time in which a page's scripts hold up input, the share of those that go into a worker. */
export const predictedOfWorker = (plans: readonly FilePlan[], pages: number): MetricValues => {
  const share = (plan: FilePlan): number => {
    const urls = new Set(plan.movable.map(({ url }) => url))
    return medianOf(
      firstLoads(plan).map(({ longFrames = [] }) => {
        const all = longFrames.reduce((sum, { blocking }) => sum + blocking, 0)
        const own = longFrames.reduce((sum, { blocking, scripts }) => {
          const time = (of: typeof scripts): number => of.reduce((total, { duration }) => total + duration, 0)
          const moved = time(scripts.filter(({ url }) => urls.has(url)))
          return sum + (moved > 0 ? blocking * (moved / time(scripts)) : 0)
        }, 0)
        return all > 0 ? own / all : 0
      }),
    )
  }
  return { 'total-blocking-time': overPages(plans, pages, share) }
}

/** What the first paint waits for tags after all that it waits for otherwise. */
export const predictedOfTags = (plans: readonly FilePlan[], pages: number): MetricValues => {
  const share = (plan: FilePlan): number => {
    const urls = new Set(plan.tags.map(({ src }) => (src.startsWith('//') ? `https:${src}` : src)))
    return firstPaintWait(plan.views, ({ url }) => urls.has(url), ['document', 'stylesheet']).share
  }
  return { 'first-contentful-paint': overPages(plans, pages, share) }
}
