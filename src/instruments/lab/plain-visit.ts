import type { RequestRecord } from '../../model/observation.js'
import type { PageTarget } from '../../model/target.js'
import { readTimings } from './page/timings.js'
import type { Visit } from './visit.js'
import { documentOf } from './working-page.js'

/** What a page that is neither timed nor counted shows of itself: whether it works. */
export interface PageVisit {
  readonly requests: readonly RequestRecord[]
  readonly errors: readonly string[]
}

/** How long a page must be quiet before it counts as loaded here, ms. */
const QUIET = 500

/** @throws TunewrightError PAGE_BROKEN where the page crashes, never ends, answers with an error or paints nothing */
export const plainVisit = async (visit: Visit, page: PageTarget): Promise<PageVisit> => {
  await visit.go(page.path)
  await visit.untilOver(QUIET)
  const timings = await visit.evaluate(readTimings)
  const requests = visit.network.records(timings.timeOrigin)
  documentOf(visit, requests, timings)
  return { requests, errors: visit.errors.errors() }
}
