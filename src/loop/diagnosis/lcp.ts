import type { FirstPaintDiagnosis, LcpDiagnosis } from '../../model/diagnosis.js'
import type { PageLoad, PageObservation } from '../../model/observation.js'
import { PROFILES } from '../../model/profile.js'
import { formatBytes, formatMilliseconds } from '../../report/format.js'
import { chainTo } from './chain.js'
import { timeByFile } from './main-thread.js'
import { medianLoad, type Point, pointOn, WORTH_NAMING } from './point.js'
import { counted, listed, named } from './words.js'

/** Opening a connection, its handshake and the request take a round trip each, however fast the server is. */
const ROUND_TRIPS = 3

const medianLcp = (page: PageObservation): PageLoad | undefined => medianLoad(page.loads, ({ lcp }) => lcp?.time)

/** The largest element, its times, and what is known of its picture. */
export function lcpOf(page: PageObservation): LcpDiagnosis | undefined {
  const load = medianLcp(page)
  if (!load?.lcp || load.lcp.time <= 0) return undefined
  const { lcp, requests } = load
  const request = requests.find(({ url, kind }) => kind === 'image' && url === lcp.url)
  const image = page.survey.images.find(({ url, isLcp }) => isLcp && url === lcp.url)
  const { deviceScaleFactor } = PROFILES[page.profile].viewport
  const chain = request ? chainTo(request, requests, load.longFrames) : []
  return {
    ...lcp,
    ...(chain.length > 0 && { chain }),
    ...(request && {
      priority: request.priority,
      start: request.start,
      bytes: request.transferSize,
      contentType: request.contentType,
    }),
    ...(image && {
      lazy: image.loading === 'lazy',
      natural: image.natural,
      shown: {
        width: Math.round(image.box.width * deviceScaleFactor),
        height: Math.round(image.box.height * deviceScaleFactor),
      },
    }),
  }
}

const elementName = ({ kind, url, text, selector }: LcpDiagnosis): string =>
  kind === 'image' ? `the picture ${named(url ?? selector)}` : text ? `the text “${text}”` : `the text ${selector}`

/** Why a picture was asked for late. */
function whyLate({ chain = [], lazy, priority, start = 0 }: LcpDiagnosis, load: PageLoad): string {
  const steps = chain.filter(({ kind }) => kind !== 'document')
  const reasons: string[] = []
  if (steps.length > 0) {
    const sure = chain.every(({ finds }) => finds !== 'seen-after')
    reasons.push(
      `${sure ? 'it is found by way of' : 'it seems to be found by way of'} ${steps.map(({ url }) => named(url)).join(' → ')}`,
    )
  } else if (chain.length > 0) reasons.push('it is in the HTML')
  if (lazy) reasons.push('it is loaded lazily (loading="lazy")')
  if (priority === 'Low' || priority === 'VeryLow') {
    const earlier = load.requests.filter(one => one.kind !== 'document' && one.start < start).length
    reasons.push(
      `its priority is low${earlier > 0 ? `, and ${counted(earlier, 'other was', 'others were')} asked for before` : ''}`,
    )
  }
  return reasons.length === 0 ? '' : `: ${listed(reasons)}`
}

function whyLong({ bytes, contentType, natural, shown }: LcpDiagnosis): string {
  if (bytes === undefined || bytes === 0) return ''
  const format = contentType
    ? ` of ${contentType
        .replace(/^image\//, '')
        .replace(/\+xml$/, '')
        .toUpperCase()}`
    : ''
  const size = natural && natural.width > 0 ? `, ${natural.width} × ${natural.height} pixels` : ''
  const box = size !== '' && shown && shown.width > 0 ? ` for a box of ${shown.width} × ${shown.height}` : ''
  return `: ${formatBytes(bytes)}${format}${size}${box}`
}

/** What went on between the element being there and its paint. */
function whyUnpainted(lcp: LcpDiagnosis, load: PageLoad, paint: FirstPaintDiagnosis | undefined): string {
  const from = lcp.time - lcp.parts.renderDelay
  const blocking = (paint?.blockers ?? [])
    .filter(({ end }) => end > from && end <= lcp.time)
    .toSorted((a, b) => b.end - a.end)
  const busy = timeByFile(load.longFrames ?? [], from, lcp.time).filter(({ milliseconds }) => milliseconds >= 50)
  const reasons = [
    ...(blocking.length > 0
      ? [`${listed(blocking.map(({ url }) => named(url)))} had to come (${formatMilliseconds(blocking[0]!.end)})`]
      : []),
    ...busy
      .slice(0, 2)
      .map(
        ({ url, milliseconds }) =>
          `${url === '' ? 'parsing, style and layout' : named(url)} took ${formatMilliseconds(milliseconds)} of the main thread`,
      ),
  ]
  return reasons.length === 0 ? '' : `: ${listed(reasons)}`
}

/** Where LCP's time goes, part by part, and why. @param lcp as `lcpOf` gives it */
export function lcpPoints(
  page: PageObservation,
  lcp: LcpDiagnosis | undefined,
  paint: FirstPaintDiagnosis | undefined,
): Point[] {
  const load = medianLcp(page)
  if (!lcp || !load) return []
  const { parts, time } = lcp
  const point = (kind: Point['kind'], value: number, cause: () => string): Point[] =>
    value / time < WORTH_NAMING
      ? []
      : [pointOn(page, kind, 'largest-contentful-paint', value, value / time, cause(), lcp.url ?? lcp.selector)]
  const own = parts.server - ROUND_TRIPS * PROFILES[page.profile].network.roundTrip
  const element = elementName(lcp)
  return [
    ...(own >= WORTH_NAMING * time
      ? point(
          'server-wait',
          parts.server,
          () =>
            `waiting ${formatMilliseconds(parts.server)} for the server’s first byte, about ${formatMilliseconds(own)} of it for the server itself`,
        )
      : point(
          'network-wait',
          parts.server,
          () => `the round trips of the network take ${formatMilliseconds(parts.server)}, before any byte can come`,
        )),
    ...point(
      'lcp-load-delay',
      parts.loadDelay,
      () => `${element} is asked for ${formatMilliseconds(parts.loadDelay)} late${whyLate(lcp, load)}`,
    ),
    ...point(
      'lcp-transfer',
      parts.transfer,
      () => `${element} takes ${formatMilliseconds(parts.transfer)} to arrive${whyLong(lcp)}`,
    ),
    ...point('lcp-render-delay', parts.renderDelay, () =>
      lcp.kind === 'image'
        ? `${element} is there, and is painted ${formatMilliseconds(parts.renderDelay)} later${whyUnpainted(lcp, load, paint)}`
        : `${element} is painted ${formatMilliseconds(parts.renderDelay)} after the first byte${whyUnpainted(lcp, load, paint)}`,
    ),
  ]
}
