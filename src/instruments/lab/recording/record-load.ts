import type { Profile } from '../../../model/profile.js'
import type { LoadRecording } from '../../../model/recording.js'
import type { PageTarget } from '../../../model/target.js'
import { readTimings } from '../page/timings.js'
import { requireShown } from '../require-shown.js'
import type { Visit } from '../visit.js'
import { readTasks, TASK_CATEGORIES } from './read-tasks.js'
import { RequestTrail } from './request-trail.js'

/** How long a page must be quiet until the load counts as over, ms: nothing is timed after it. */
const QUIET = 300
/** How long is waited for a paint where scripts don't run, ms. */
const PAINT = 500

/**
 * Records a load: once as it is, and once without scripts, which tells what is painted without waiting for them.
 * @param withVisit opens a visit of its own, without shaping or slowdown
 */
export const recordLoad = async (
  page: PageTarget,
  profile: Profile,
  withVisit: <R>(run: (visit: Visit) => Promise<R>) => Promise<R>,
): Promise<LoadRecording> => {
  const recorded = await withVisit(visit => asItIs(visit, page, profile))
  const bare = await withVisit(visit => withoutScripts(visit, page))
  return {
    ...recorded,
    withoutScripts: {
      paints: bare !== null,
      sameLargest: bare !== null && bare.url === recorded.largestPaint.url && bare.selector === recorded.selector,
    },
  }
}

const asItIs = async (visit: Visit, page: PageTarget, profile: Profile) => {
  const trail = new RequestTrail(visit.session)
  const events = await visit.traced(TASK_CATEGORIES, async () => {
    await visit.go(page.path)
    await visit.untilOver(QUIET)
  })
  const timings = await visit.evaluate(readTimings)
  const records = visit.network.records(timings.timeOrigin)
  await requireShown(visit, page, records, timings)
  const { lastLcp, paints } = timings
  const paint = paints.find(({ name }) => name === 'first-contentful-paint') ?? paints[0]
  if (!paint) throw visit.broken('shows its content without the browser saying when')
  const firstPaint = paint.rendered
  return {
    page: page.id,
    profile: profile.id,
    requests: trail.requests(records, visit.urlOf(page.path)),
    tasks: readTasks(events, visit.frame, trail.idOf),
    firstPaint,
    largestPaint: {
      time: lastLcp?.rendered ?? firstPaint,
      url: lastLcp && lastLcp.url !== '' ? visit.shorten(lastLcp.url) : null,
    },
    selector: lastLcp?.selector ?? '',
    loadEnd: timings.loadEventEnd,
  }
}

const withoutScripts = async (
  visit: Visit,
  page: PageTarget,
): Promise<{ readonly url: string | null; readonly selector: string } | null> => {
  await visit.session.send('Emulation.setScriptExecutionDisabled', { value: true })
  await visit.go(page.path)
  await visit.untilLoadedFor(PAINT)
  const { lastLcp, paints } = await visit.evaluate(readTimings)
  if (!paints.some(({ name }) => name === 'first-contentful-paint')) return null
  return { url: lastLcp && lastLcp.url !== '' ? visit.shorten(lastLcp.url) : null, selector: lastLcp?.selector ?? '' }
}
