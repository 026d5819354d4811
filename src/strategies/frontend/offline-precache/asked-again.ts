import type { MetricValues } from '../../../model/metrics.js'
import type { Observation, PageLoad, RequestRecord } from '../../../model/observation.js'
import { median } from '../../../system/median.js'
import { inPercent, meanOf } from '../../predicted-change.js'

/** What the next visit asks for again although its name says that it has not changed. */
export interface AskedAgain {
  readonly page: string
  readonly path: string
  readonly loads: readonly PageLoad[]
  /** Of one of its loads: each file once. */
  readonly requests: readonly RequestRecord[]
  /** Files that the worker may not keep either (`no-store`). */
  readonly unstored: readonly RequestRecord[]
}

const isUnstored = ({ cacheControl = '' }: RequestRecord): boolean => /no-store/i.test(cacheControl)

/** Of each page that is measured as for somebody who comes back. @param isKept whether the worker would keep what is asked for */
export const askedAgain = ({ pages }: Observation, isKept: (request: RequestRecord) => boolean): AskedAgain[] =>
  pages.flatMap(({ page, loads }) => {
    const repeated = loads.filter(({ view }) => view === 'repeat')
    if (repeated.length === 0) return []
    const asked = [
      ...new Map(
        repeated
          .flatMap(({ requests }) => requests)
          .filter(one => one.status === 200 && !one.fromCache && one.failure === undefined && isKept(one))
          .map(one => [one.url, one]),
      ).values(),
    ]
    return [
      {
        page: page.id,
        path: page.path,
        loads: repeated,
        requests: asked.filter(one => !isUnstored(one)),
        unstored: asked.filter(isUnstored),
      },
    ]
  })

/** From the repeated loads: the share of requests that a browser answers by itself, and what the first paint waits for these files alone. */
export const predictedChange = (again: readonly AskedAgain[], pages: number): MetricValues => {
  const ofPages = again
    .filter(({ requests }) => requests.length > 0)
    .map(({ loads, requests }) => {
      const urls = new Set(requests.map(({ url }) => url))
      const ofLoads = loads.map(({ requests: all, metrics }) => {
        const answered = all.filter(({ failure }) => failure === undefined)
        const hits = answered.filter(({ fromCache }) => fromCache).length
        const gained = answered.filter(({ url, fromCache }) => !fromCache && urls.has(url)).length
        const paint = metrics['first-contentful-paint'] ?? 0
        const end = (counts: (request: RequestRecord) => boolean): number =>
          Math.max(0, ...answered.filter(one => one.end <= paint && counts(one)).map(one => one.end))
        const wait = Math.max(0, end(({ url }) => urls.has(url)) - end(({ url }) => !urls.has(url)))
        return { hits: gained / Math.max(1, hits), wait: paint > 0 ? wait / paint : 0 }
      })
      return { hits: median(ofLoads.map(({ hits }) => hits)), wait: median(ofLoads.map(({ wait }) => wait)) }
    })
  return {
    'cache-hit-rate': inPercent(Math.max(0, ...ofPages.map(({ hits }) => hits))),
    'first-contentful-paint': inPercent(
      -meanOf(
        ofPages.map(({ wait }) => wait),
        pages,
      ),
    ),
  }
}
