import { BLOCKED, type PageLoad, type PageObservation, type RequestRecord } from '../../../model/observation.js'
import { median } from '../../../system/median.js'

/** Another host that a page asks late, while it is painted. */
export interface LateOrigin {
  /** e.g. `https://cdn.example.com` */
  readonly origin: string
  /** The first that is asked of it. */
  readonly url: string
  /** Milliseconds from the page's answer to that: median. */
  readonly delay: number
  /** Milliseconds until it had answered: median; null where the lab reaches it in no load. */
  readonly answer: number | null
  /** Fonts and what scripts fetch take a connection without credentials. */
  readonly anonymous: boolean
}

/** Hosts that are known to send browsers on to another one, which the lab does not see where it does not reach the first. */
const FOLLOWED: Readonly<Record<string, { readonly origin: string; readonly anonymous: boolean }>> = {
  'https://fonts.googleapis.com': { origin: 'https://fonts.gstatic.com', anonymous: true },
  'https://use.typekit.net': { origin: 'https://p.typekit.net', anonymous: false },
}

const originOf = ({ url }: RequestRecord): string | null => {
  if (!/^https?:/.test(url) || !URL.canParse(url)) return null
  return new URL(url).origin
}

const paintOf = ({ metrics }: PageLoad): number =>
  metrics['largest-contentful-paint'] ?? metrics['first-contentful-paint'] ?? 0

/** What a load asks of a host first, and how long after the page's own answer. */
const firstOf = (
  load: PageLoad,
  origin: string,
): { readonly request: RequestRecord; readonly delay: number } | null => {
  const [document] = load.requests.filter(({ kind }) => kind === 'document')
  const [request] = load.requests.filter(one => originOf(one) === origin).toSorted((a, b) => a.start - b.start)
  if (document === undefined || request === undefined) return null
  return { request, delay: request.start - (document.responseStart ?? document.end) }
}

export interface OriginSearch {
  /** The latest first. */
  readonly late: readonly LateOrigin[]
  readonly refusals: readonly { readonly origin: string; readonly reason: string }[]
  /** Hosts that are asked once others have answered, which the lab does not reach. */
  readonly unseen: readonly { readonly origin: string; readonly by: string; readonly anonymous: boolean }[]
}

/** The hosts that every first load of these views asks before its largest paint, and why a connection ahead is not for others. */
export const lateOrigins = (views: readonly PageObservation[], minimumDelay: number): OriginSearch => {
  const loads = views.flatMap(view => view.loads.filter(load => load.view === 'first'))
  const origins = [...new Set(loads.flatMap(({ requests }) => requests.flatMap(one => originOf(one) ?? [])))].sort()
  const late: LateOrigin[] = []
  const refusals: { origin: string; reason: string }[] = []
  for (const origin of origins) {
    const refuse = (reason: string): void => void refusals.push({ origin, reason })
    const firsts = loads.flatMap(load => {
      const first = firstOf(load, origin)
      return first === null ? [] : [{ ...first, paint: paintOf(load) }]
    })
    const delay = firsts.length === 0 ? 0 : Math.round(median(firsts.map(one => one.delay)))
    const request = firsts[0]?.request
    if (request === undefined || firsts.length < loads.length) refuse('it is asked in some loads only')
    else if (median(firsts.map(one => one.request.start - one.paint)) >= 0)
      refuse('it is asked when the page is painted already')
    else if (delay < minimumDelay)
      refuse(`it is asked ${delay} ms after the page has answered: hardly later than a hint`)
    else {
      const reached = firsts.every(one => one.request.status > 0 && one.request.failure === undefined)
      const waits = firsts.map(one => (one.request.responseStart ?? one.request.end) - one.request.start)
      late.push({
        origin,
        url: request.url,
        delay,
        answer: reached ? median(waits) : null,
        anonymous: request.kind === 'font' || request.kind === 'fetch',
      })
    }
  }
  const blocked = (origin: string): boolean =>
    loads.some(({ requests }) => requests.some(one => originOf(one) === origin && one.failure === BLOCKED))
  const unseen = origins.flatMap(by => {
    const next = FOLLOWED[by]
    return next && blocked(by) && !origins.includes(next.origin) ? [{ ...next, by }] : []
  })
  return { late: late.toSorted((a, b) => b.delay - a.delay), refusals, unseen }
}

export const connectionTag = (
  { origin, anonymous }: Pick<LateOrigin, 'origin' | 'anonymous'>,
  rel: 'preconnect' | 'dns-prefetch',
): string => `<link rel="${rel}" href="${origin}"${anonymous && rel === 'preconnect' ? ' crossorigin' : ''}>`
