import { type LCPMetric, onCLS, onFCP, onINP, onLCP, onTTFB } from 'web-vitals'
import type { VisitReport } from '../../visits/report.js'
import { describeElement, describeUrl } from './describe.js'
import { navigationTiming } from './navigation-timing.js'

type Measures = NonNullable<VisitReport['measures']>
type Causes = NonNullable<VisitReport['causes']>

let measures: Measures = {}
let causes: Causes = {}
let longTasks = 0
let seesLongTasks = false

/** Where LCP's time goes: until the file is asked for, until it is there, until it is shown. A text has no file. */
function partsOfLcp({ entries, value }: LCPMetric): void {
  const entry = entries.at(-1) as (PerformanceEntry & { url?: string; element?: Element }) | undefined
  if (!entry) return
  causes['largest-contentful-paint'] = entry.url ? describeUrl(entry.url) : describeElement(entry.element)
  const timing = navigationTiming()
  if (!timing) return
  const start = timing.activationStart ?? 0
  const firstByte = Math.max(0, timing.responseStart - start)
  const file = entry.url
    ? (performance.getEntriesByName(entry.url, 'resource')[0] as PerformanceResourceTiming | undefined)
    : undefined
  const asked = file ? Math.max(firstByte, (file.requestStart || file.startTime) - start) : firstByte
  const there = file ? Math.min(value, Math.max(asked, file.responseEnd - start)) : asked
  measures['lcp-load-delay'] = Math.max(0, asked - firstByte)
  measures['lcp-load-time'] = Math.max(0, there - asked)
  measures['lcp-render-delay'] = Math.max(0, value - there)
}

/** Begins to measure; what happened before is measured as well. */
export function watchVitals(): void {
  const often = { reportAllChanges: true }
  onTTFB(({ value }) => {
    measures['time-to-first-byte'] = value
  }, often)
  onFCP(({ value }) => {
    measures['first-contentful-paint'] = value
  }, often)
  onLCP(metric => {
    measures['largest-contentful-paint'] = metric.value
    partsOfLcp(metric)
  }, often)
  onCLS(({ value, entries }) => {
    measures['cumulative-layout-shift'] = value
    const largest = entries.reduce<(typeof entries)[number] | undefined>(
      (most, entry) => (most && most.value >= entry.value ? most : entry),
      undefined,
    )
    const shifted = largest?.sources?.find(({ node }) => node)
    if (shifted) causes['cumulative-layout-shift'] = describeElement(shifted.node)
  }, often)
  onINP(({ value, entries }) => {
    measures['interaction-to-next-paint'] = value
    const target = entries.find(entry => entry.target)
    if (target) causes['interaction-to-next-paint'] = `${target.name} ${describeElement(target.target)}`
  }, often)
  seesLongTasks = PerformanceObserver.supportedEntryTypes?.includes('longtask') === true
  if (seesLongTasks) {
    new PerformanceObserver(list => {
      for (const { duration } of list.getEntries()) longTasks += Math.max(0, duration - 50)
    }).observe({ type: 'longtask', buffered: true })
  }
}

const rounded = (value: number, digits: number): number => Number(Math.max(0, value).toFixed(digits))

/** What is known by now of the view. */
export function takeVitals(isRestored: boolean): Pick<VisitReport, 'measures' | 'causes'> {
  const timing = navigationTiming()
  const all: Measures = { ...measures }
  if (seesLongTasks) all['long-task-time'] = longTasks
  if (!isRestored && timing && timing.loadEventEnd > 0) {
    all['load-time'] = timing.loadEventEnd - (timing.activationStart ?? 0)
  }
  const told = (Object.entries(all) as [keyof Measures, number][]).map(([name, value]) => [
    name,
    rounded(value, name === 'cumulative-layout-shift' ? 4 : 1),
  ])
  return { measures: Object.fromEntries(told) as Measures, causes }
}

/** Begins anew, for a page that is shown again. */
export function forgetVitals(): void {
  measures = {}
  causes = {}
  longTasks = 0
}
