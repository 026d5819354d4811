import thirdParties from 'third-party-web/httparchive-subset.js'
import { BLOCKED, type PageObservation } from '../../../model/observation.js'
import { groupBy } from '../../../system/group-by.js'

/** Who is behind another host, as far as is known, and what pages ask of it. */
export interface Vendor {
  readonly name: string
  readonly category: string | null
  /** Hosts that were asked. */
  readonly hosts: readonly string[]
  readonly pages: readonly string[]
  /** Requests of one first load, the most. */
  readonly requests: number
  /** Bytes on the wire of one first load, the most; null where the lab reaches none of its hosts. */
  readonly bytes: number | null
  /** Milliseconds that its scripts take on a page of the HTTP Archive (mobile, mean); null where that is not known. */
  readonly usualTime: number | null
}

export const hostOf = (url: string): string | null =>
  /^https?:/.test(url) && URL.canParse(url) ? new URL(url).host : null

/** The vendor's name, or the host. */
export const vendorName = (url: string): string => thirdParties.getEntity(url)?.name ?? hostOf(url) ?? url

/** Whether every request to a host was answered that any load of these views made. */
export const isReached = (views: readonly PageObservation[], host: string): boolean => {
  const asked = views
    .flatMap(({ loads, survey }) => [...loads.flatMap(({ requests }) => requests), ...survey.requests])
    .filter(({ url }) => hostOf(url) === host)
  return asked.length > 0 && asked.every(({ status, failure }) => status > 0 && failure !== BLOCKED)
}

/** Everybody but the site itself whom its pages ask, the most bytes first, then by name. */
export const vendorsOf = (pages: readonly PageObservation[]): readonly Vendor[] => {
  const found = new Map<
    string,
    { urls: string[]; pages: Set<string>; requests: number; bytes: number; reached: boolean }
  >()
  for (const { page, loads } of pages) {
    for (const { requests } of loads.filter(({ view }) => view === 'first')) {
      const others = groupBy(
        requests.filter(({ url }) => hostOf(url) !== null),
        ({ url }) => vendorName(url),
      )
      for (const [name, own] of others) {
        const known = found.get(name) ?? { urls: [], pages: new Set(), requests: 0, bytes: 0, reached: false }
        known.urls.push(...own.map(({ url }) => url))
        known.pages.add(page.path)
        known.requests = Math.max(known.requests, own.length)
        known.bytes = Math.max(
          known.bytes,
          own.reduce((sum, { transferSize }) => sum + transferSize, 0),
        )
        known.reached ||= own.some(({ status, failure }) => status > 0 && failure !== BLOCKED)
        found.set(name, known)
      }
    }
  }
  return [...found]
    .map(([name, { urls, pages: asking, requests, bytes, reached }]) => {
      const entity = thirdParties.getEntity(urls[0]!)
      return {
        name,
        category: entity?.category ?? null,
        hosts: [...new Set(urls.flatMap(url => hostOf(url) ?? []))].sort(),
        pages: [...asking],
        requests,
        bytes: reached ? bytes : null,
        usualTime: entity && entity.averageExecutionTime > 0 ? Math.round(entity.averageExecutionTime) : null,
      }
    })
    .toSorted((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0) || (a.name < b.name ? -1 : 1))
}
