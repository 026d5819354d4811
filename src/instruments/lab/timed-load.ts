import { TunewrightError } from '../../model/errors.js'
import type { MetricValues } from '../../model/metrics.js'
import type { PageLoad } from '../../model/observation.js'
import type { Profile } from '../../model/profile.js'
import type { PageTarget } from '../../model/target.js'
import { COMPILE_CATEGORIES, compileTime } from './compile-trace.js'
import { DisturbanceWatch } from './disturbance.js'
import { Filmstrip } from './filmstrip.js'
import { flowOn, interact, interactionToNextPaint } from './flow/interact.js'
import { cumulativeLayoutShift } from './layout-shift.js'
import { imageContribution, lcpDetail } from './lcp-detail.js'
import { INTERACTIVE_WINDOW, timeToInteractive, totalBlockingTime } from './main-thread.js'
import { type PageTimings, readTimings } from './page/timings.js'
import { fullyLoadedTime, isFailed, requestMetrics } from './request-metrics.js'
import { requireShown } from './require-shown.js'
import { STOP_RULE } from './stop-rule.js'
import { userExperience } from './user-experience.js'
import type { Visit } from './visit.js'

export interface LoadOptions {
  readonly filmstrip?: boolean
  /** How long the page must be quiet before its load is over, ms; the stop rule's where absent, and at least that. */
  readonly quiet?: number
  /** Also watch for the 5 s of quiet that Time to Interactive needs. */
  readonly interactive?: boolean
}

/**
 * Loads a page in an opened visit and reads everything timed.
 * @returns null where the browser did not say when the first content was painted, though there is some
 * @throws TunewrightError PAGE_BROKEN where the page crashes, never ends, answers with an error or paints nothing
 */
export const timedLoad = async (
  visit: Visit,
  page: PageTarget,
  profile: Profile,
  o: LoadOptions,
): Promise<PageLoad | null> => {
  const strip = o.filmstrip ? await Filmstrip.start(visit.session) : null
  const watch = new DisturbanceWatch()
  const busyBefore = await visit.mainThreadTime()
  const trace = await visit.traced(COMPILE_CATEGORIES, async () => {
    await visit.go(page.path)
    await visit.untilOver(Math.max(STOP_RULE.quiet, o.quiet ?? 0))
  })
  const mainThreadTime = (await visit.mainThreadTime()) - busyBefore
  const timings = await visit.evaluate(readTimings)
  const disturbance = watch.stop()
  const filmstrip = await strip?.stop(timings.timeOrigin)

  const shorten = (url: string): string => visit.shorten(url)
  const requests = visit.network.records(timings.timeOrigin)
  const { firstContentfulPaint } = await requireShown(visit, page, requests, timings)
  if (firstContentfulPaint === null) return null
  const lcp = lcpDetail(timings, shorten)
  const errors = visit.errors.errors()
  const metrics: MetricValues = {
    ...requestMetrics(requests, timings.undecoded.map(shorten)),
    'first-contentful-paint': firstContentfulPaint,
    ...(lcp ? { 'largest-contentful-paint': lcp.time, 'lcp-image-contribution': imageContribution(lcp) } : {}),
    'cumulative-layout-shift': cumulativeLayoutShift(timings.shifts),
    'total-blocking-time': totalBlockingTime(timings.longTasks, firstContentfulPaint, timings.now),
    'main-thread-time': mainThreadTime,
    'parse-time': compileTime(trace),
    'load-time': timings.loadEventEnd,
    'fully-loaded-time': fullyLoadedTime(requests, timings.loadEventEnd),
    'error-rate': errors.length > 0 || requests.some(isFailed) ? 1 : 0,
  }
  const experience = userExperience(metrics, profile.viewport.mobile ? 'mobile' : 'desktop')
  const interactive = o.interactive ? await watchUntilInteractive(visit, firstContentfulPaint, timings) : null
  const flow = flowOn(page, visit.flows)
  const along = flow === null ? null : await interact(visit, flow)
  const nextPaint = along && interactionToNextPaint(along)
  const nextPage = along?.ledOn ? await largestPaintOfNext(visit) : null
  return {
    page: page.id,
    profile: profile.id,
    view: page.view ?? 'first',
    metrics: {
      ...metrics,
      ...(experience === null ? {} : { userExperience: experience }),
      ...(nextPaint === null ? {} : { 'interaction-to-next-paint': nextPaint }),
      ...(nextPage === null ? {} : { 'next-page-paint': nextPage }),
      ...(interactive === null ? {} : { 'time-to-interactive': interactive }),
    },
    lcp,
    shifts: timings.shifts.map(({ above, ...shift }) => ({
      ...shift,
      ...(above && { above: { ...above, ...(above.url !== undefined && { url: shorten(above.url) }) } }),
    })),
    longFrames: timings.longFrames.map(frame => ({
      ...frame,
      scripts: frame.scripts.map(script => ({ ...script, url: script.url === '' ? '' : shorten(script.url) })),
    })),
    requests,
    errors,
    disturbance,
    ...(filmstrip ? { filmstrip } : {}),
  }
}

/** LCP of the document that a flow led to, once that is at rest as a load is; null where it never is, or painted nothing. */
const largestPaintOfNext = async (visit: Visit): Promise<number | null> => {
  try {
    await visit.untilOver()
    return (await visit.evaluate(readTimings)).lastLcp?.time ?? null
  } catch (error) {
    if (error instanceof TunewrightError && error.code === 'PAGE_BROKEN') return null
    throw error
  }
}

/** Everything else was read at the stop rule's end; only TTI looks further. */
const watchUntilInteractive = async (visit: Visit, paint: number, stopped: PageTimings): Promise<number | null> => {
  const deadline = performance.now() + visit.cap
  for (let seen = stopped; ; seen = await visit.evaluate(readTimings)) {
    const time = timeToInteractive({
      firstContentfulPaint: paint,
      domContentLoaded: seen.domContentLoaded,
      longTasks: seen.longTasks,
      requests: visit.network.records(seen.timeOrigin),
      end: seen.now,
    })
    if (time !== null || performance.now() > deadline) return time
    await visit.rest(Math.max(100, INTERACTIVE_WINDOW - (seen.now - stopped.now)))
  }
}
