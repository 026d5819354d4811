import type { LcpDetail, PageLoad, PageObservation, RequestRecord } from '../../../model/observation.js'
import { median } from '../../../system/median.js'

/** A page's largest picture, which shares the line with others. */
export interface FirstPicture {
  readonly url: string
  readonly selector: string
  /** Milliseconds of its transfer that pass for other pictures: median. */
  readonly lost: number
  /** The same as a share of LCP. */
  readonly share: number
}

/** The part of a request's time, by bytes, that other pictures took which came beside it. */
const lostIn = (load: PageLoad, picture: RequestRecord): number => {
  const beside = load.requests.filter(
    one =>
      one !== picture && one.kind === 'image' && one.start < picture.end && one.end > picture.start && !one.fromCache,
  )
  const taken = beside.reduce((sum, one) => {
    const shared = Math.min(one.end, picture.end) - Math.max(one.start, picture.start)
    return sum + (one.transferSize * shared) / Math.max(1, one.end - one.start)
  }, 0)
  const all = taken + picture.transferSize
  return all === 0 ? 0 : ((picture.end - picture.start) * taken) / all
}

/** The largest picture of all these views, or why there is none that would come sooner; null where it is no picture. */
export const firstPicture = (views: readonly PageObservation[], least: number): FirstPicture | string | null => {
  const loads = views.flatMap(view => view.loads.filter(load => load.view === 'first'))
  const largest = loads.flatMap(({ lcp }): LcpDetail[] => (lcp === null ? [] : [lcp]))
  if (largest.length === 0 || largest.every(({ kind }) => kind === 'text')) return null
  const [first] = largest
  if (largest.some(one => one.url !== first!.url || one.selector !== first!.selector) || first!.url === undefined)
    return 'its largest element is not the same picture in every view'
  const shown = views.map(({ survey }) => survey.images.find(({ url, isLcp }) => isLcp && url === first!.url))
  if (shown.some(one => one?.via !== 'img')) return 'its largest picture is no <img>'
  if (shown.some(one => one?.loading === 'lazy')) return 'its largest picture is loaded lazily'
  const losses = loads.map(load => {
    const request = load.requests.find(({ url }) => url === first!.url)
    return { lost: request ? lostIn(load, request) : 0, time: load.lcp?.time ?? 0, priority: request?.priority ?? '' }
  })
  if (losses.every(({ priority }) => /high/i.test(priority))) return 'its largest picture comes first already'
  const lost = median(losses.map(one => one.lost))
  if (lost < least) return `other pictures hold up its largest one by ${Math.round(lost)} ms only`
  const share = median(losses.map(one => (one.time > 0 ? one.lost / one.time : 0)))
  return { url: first!.url, selector: first!.selector, lost, share }
}
