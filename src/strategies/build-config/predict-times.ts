import type { MetricValues } from '../../model/metrics.js'
import type { Observation, PageLoad, PageObservation } from '../../model/observation.js'
import { PROFILES } from '../../model/profile.js'
import { inPercent, meanOf } from '../predicted-change.js'

/**
 * What fewer bytes of script on the way to the first paint mean in time, in per cent against the observation: the transfer that the link would not
 * have to make and the compiling that the page would not have to do. Running less code is not counted, so it is the least to expect.
 *
 * @param scriptChange of the decoded script bytes of a page's first load, in per cent
 */
export const predictTimes = (observation: Observation, scriptChange: number): MetricValues => {
  const changes = observation.pages.flatMap(page => page.loads.map(load => changesOf(page, load, scriptChange / 100)))
  const mean = (pick: (change: TimeChanges) => number): number => inPercent(meanOf(changes.map(pick)))
  if (changes.length === 0) return {}
  return {
    'first-contentful-paint': mean(change => change.firstPaint),
    'largest-contentful-paint': mean(change => change.largestPaint),
    'load-time': mean(change => change.loaded),
  }
}

interface TimeChanges {
  readonly firstPaint: number
  readonly largestPaint: number
  readonly loaded: number
}

const changesOf = (page: PageObservation, load: PageLoad, change: number): TimeChanges => {
  const own = load.requests.filter(request => request.kind === 'script' && !request.fromCache)
  const bytes = own.reduce((sum, request) => sum + request.transferSize, 0)
  const transfer = (bytes * 8) / PROFILES[page.profile].network.down
  const later = change * (transfer + (load.metrics['parse-time'] ?? 0))
  const scriptsEnd = Math.max(0, ...own.map(request => request.end))
  const share = (time: number | undefined, waits: boolean): number =>
    time === undefined || time <= 0 || !waits ? 0 : Math.max(-1, later / time)
  const firstPaint = load.metrics['first-contentful-paint']
  const picture = load.lcp?.url === undefined ? undefined : load.requests.find(({ url }) => url === load.lcp?.url)
  // A picture that is asked for before the scripts are there does not wait for them, nor does a text that is in the document.
  const largestWaits = (picture?.start ?? load.lcp?.time ?? 0) >= scriptsEnd
  return {
    firstPaint: share(firstPaint, (firstPaint ?? 0) >= scriptsEnd),
    largestPaint: share(load.metrics['largest-contentful-paint'], largestWaits),
    loaded: share(load.metrics['load-time'], true),
  }
}
