import type { LcpDetail } from '../../model/observation.js'
import type { PageTimings } from './page/timings.js'

/**
 * Splits LCP into its four parts (web.dev/articles/optimize-lcp): the server's answer, waiting until the picture is asked for, its transfer,
 * and the wait until it is painted. Text has no second and third part.
 * @param shorten turns a picture's URL into a path where it is the arm's
 */
export const lcpDetail = (timings: PageTimings, shorten: (url: string) => string): LcpDetail | null => {
  const { lastLcp, lcpResource } = timings
  if (!lastLcp) return null
  const { time, selector, url } = lastLcp
  const server = Math.min(timings.responseStart, time)
  // A picture may have been asked for before the document answered (early hints), or painted before its last byte.
  const requested = lcpResource ? clamp(lcpResource.requestStart, server, time) : server
  const received = lcpResource ? clamp(lcpResource.responseEnd, requested, time) : server
  return {
    time,
    kind: url === '' ? 'text' : 'image',
    selector,
    ...(url === '' ? {} : { url: url.startsWith('data:') ? 'data:' : shorten(url) }),
    ...(timings.lcpText ? { text: timings.lcpText } : {}),
    parts: {
      server,
      loadDelay: requested - server,
      transfer: received - requested,
      renderDelay: time - received,
    },
  }
}

/** The share of LCP spent waiting for and loading its picture; 0 where it is text. */
export const imageContribution = (detail: LcpDetail): number =>
  detail.kind === 'text' || detail.time === 0 ? 0 : (detail.parts.loadDelay + detail.parts.transfer) / detail.time

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))
