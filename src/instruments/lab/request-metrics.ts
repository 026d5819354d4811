import type { MetricValues } from '../../model/metrics.js'
import { BLOCKED, type RequestRecord } from '../../model/observation.js'
import { median } from '../../system/median.js'

/**
 * Aborted by the page itself, or asked for by the browser alone: nobody misses it. The browser also calls a script or a style aborted that was
 * answered by an error.
 */
const isIncidental = (request: RequestRecord): boolean =>
  (request.failure === 'net::ERR_ABORTED' && request.status < 400) || request.url === '/favicon.ico'

/** Whether a request of the arm's own went wrong. Remote hosts are blocked in both arms, and are no breakage. */
export const isFailed = (request: RequestRecord): boolean =>
  !isIncidental(request) && request.failure !== BLOCKED && (request.failure !== undefined || request.status >= 400)

const isModern = (request: RequestRecord): boolean => /^image\/(avif|webp)$/.test(request.contentType)

/**
 * What can be counted from a load's requests.
 * @param undecoded paths of pictures that came and did not decode
 * @param inlined pictures that stand in the code: they were not asked for, and are there
 */
export const requestMetrics = (
  requests: readonly RequestRecord[],
  undecoded: readonly string[],
  inlined = 0,
): MetricValues => {
  const sum = (of: readonly RequestRecord[], size: (request: RequestRecord) => number): number =>
    of.reduce((total, request) => total + size(request), 0)
  const scripts = requests.filter(request => request.kind === 'script')
  const images = requests.filter(request => request.kind === 'image')
  const ours = images.filter(image => image.failure !== BLOCKED && !isIncidental(image))
  const broken = ours.filter(image => isFailed(image) || undecoded.includes(image.url))
  const answered = ours.filter(image => image.status > 0 && image.status < 300)
  const durations = ours.filter(image => !isFailed(image) && !image.fromCache).map(image => image.end - image.start)
  return {
    'bundle-size': sum(scripts, script => script.decodedSize),
    'script-transfer-size': sum(scripts, script => script.transferSize),
    'image-transfer-size': sum(images, image => image.transferSize),
    'total-transfer-size': sum(requests, request => request.transferSize),
    'image-load-failure-rate': ours.length === 0 ? 0 : broken.length / (ours.length + inlined),
    ...(durations.length > 0 ? { 'image-load-time': median(durations) } : {}),
    ...(answered.length > 0 ? { 'format-distribution': answered.filter(isModern).length / answered.length } : {}),
  }
}

/** Asked for in case another page needs it, when nothing else is to be done. */
const isAhead = (request: RequestRecord): boolean => request.priority === 'VeryLow'

/**
 * When everything that a load asked for was there, ms: whether what a script asks for holds the load event back is a race between the two, and differs from load to load.
 * @param loadEventEnd ms
 */
export const fullyLoadedTime = (requests: readonly RequestRecord[], loadEventEnd: number): number =>
  Math.max(loadEventEnd, ...requests.filter(one => one.failure === undefined && !isAhead(one)).map(({ end }) => end))

/** The share of a repeat view's requests that the browser's cache answered; null where there was none. */
export const cacheHitRate = (requests: readonly RequestRecord[]): number | null => {
  const asked = requests.filter(request => request.failure === undefined)
  return asked.length === 0 ? null : asked.filter(request => request.fromCache).length / asked.length
}
