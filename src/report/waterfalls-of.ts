import type { Waterfall } from '../model/load-summary.js'
import type { PageLoad } from '../model/observation.js'
import { groupBy } from '../system/group-by.js'

/** More rows than these nobody reads, and every session stores them. */
const MOST_REQUESTS = 80
/** Addresses with data in them can be of any length. */
const LONGEST_URL = 300

/**
 * The waterfall of the load with the median LCP, for each page and profile: one that was measured, and neither the luckiest nor
 * the worst.
 */
export function waterfallsOf(loads: readonly PageLoad[], arm: Waterfall['arm']): readonly Waterfall[] {
  const groups = groupBy(loads, load => `${load.profile} ${load.page}`)
  return [...groups.values()].map(group => waterfallOf(medianLoad(group), arm))
}

function medianLoad(loads: readonly PageLoad[]): PageLoad {
  const moment = ({ metrics }: PageLoad) =>
    metrics['largest-contentful-paint'] ?? metrics['first-contentful-paint'] ?? Number.POSITIVE_INFINITY
  const ordered = loads.toSorted((a, b) => moment(a) - moment(b))
  return ordered[Math.floor((ordered.length - 1) / 2)]!
}

function waterfallOf({ page, profile, metrics, requests }: PageLoad, arm: Waterfall['arm']): Waterfall {
  const mark = (key: string, value: number | undefined) => (value === undefined ? {} : { [key]: whole(value) })
  const ordered = requests.toSorted((a, b) => a.start - b.start)
  return {
    page,
    profile,
    arm,
    marks: {
      ...mark('firstContentfulPaint', metrics['first-contentful-paint']),
      ...mark('largestContentfulPaint', metrics['largest-contentful-paint']),
      ...mark('load', metrics['load-time'] || undefined),
    },
    requests: ordered.slice(0, MOST_REQUESTS).map(request => ({
      url: request.url.length > LONGEST_URL ? `${request.url.slice(0, LONGEST_URL)}…` : request.url,
      kind: request.kind,
      status: request.status,
      priority: request.priority,
      start: whole(request.start),
      ...(request.responseStart === undefined ? {} : { responseStart: whole(request.responseStart) }),
      end: whole(request.end),
      transferSize: request.transferSize,
      fromCache: request.fromCache,
      ...(request.failure === undefined ? {} : { failure: request.failure }),
    })),
    omitted: Math.max(0, ordered.length - MOST_REQUESTS),
  }
}

const whole = (value: number): number => Math.round(value * 10) / 10
