import type { RequestRecord } from '../../model/observation.js'
import type { PageState } from '../../model/page-look.js'
import type { PageTarget } from '../../model/target.js'
import { StateReader } from './look/read-state.js'
import { readTimings } from './page/timings.js'
import { requireShown } from './require-shown.js'
import type { Visit } from './visit.js'

/** What a page that is neither timed nor counted shows of itself: whether it works. */
export interface PageVisit {
  readonly requests: readonly RequestRecord[]
  readonly errors: readonly string[]
  readonly state: PageState
}

/** How long a page must be quiet before it counts as loaded here, ms. */
const QUIET = 500

/** @throws TunewrightError PAGE_BROKEN where the page crashes, never ends, answers with an error or paints nothing */
export const plainVisit = async (visit: Visit, page: PageTarget, later = 0): Promise<PageVisit> => {
  await visit.go(page.path)
  await visit.untilOver(QUIET)
  await visit.rest(later)
  const timings = await visit.evaluate(readTimings)
  const requests = visit.network.records(timings.timeOrigin)
  await requireShown(visit, page, requests, timings)
  const state = await new StateReader(visit).read('coming by')
  return { requests, errors: visit.errors.errors(), state }
}
