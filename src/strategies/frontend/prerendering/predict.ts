import type { MetricValues } from '../../../model/metrics.js'
import type { LcpDetail, Observation, PageLoad, PageObservation } from '../../../model/observation.js'
import { withoutQuery } from '../../../model/pathname.js'
import { median } from '../../../system/median.js'
import { inPercent, meanOf } from '../../predicted-change.js'
import { ownPath } from './paths.js'

/** What drawing a page at build time takes from its times, as shares of them. */
export interface PageGain {
  readonly path: string
  readonly paint: number
  readonly largest: number
}

/** Style, layout and paint of what stands in the HTML, once all of it has come, as a share of the time that it took to come. */
const PAINTING = 0.15

/** When a page whose markup is in its HTML would be painted: once that and the style sheets of its head have come, ms. */
const paintOf = ({ requests }: PageLoad): number => {
  const waited = requests.filter(
    ({ kind, blocking }) => kind === 'document' || (kind === 'stylesheet' && blocking !== undefined),
  )
  return Math.max(0, ...waited.map(({ end }) => end)) * (1 + PAINTING)
}

const plain = (text: string): string =>
  text.replace(/<!--[\s\S]*?-->|<[^>]*>|&#?\w+;/g, '').replace(/[^\p{L}\p{N}]/gu, '')

/** Whether the largest element is among what is drawn: another one, which comes with the page's data, comes as late as before. */
const isDrawn = (lcp: LcpDetail, markup: string): boolean =>
  lcp.kind === 'image'
    ? lcp.url !== undefined && markup.includes(lcp.url.replaceAll('&', '&amp;'))
    : plain(markup).includes(plain(lcp.text ?? '').slice(0, 40))

const largestOf = (load: PageLoad, markup: string): number => {
  const { lcp, metrics } = load
  const time = metrics['largest-contentful-paint'] ?? 0
  if (!lcp || !isDrawn(lcp, markup)) return time
  const paint = paintOf(load)
  if (lcp.kind === 'text') return Math.min(time, paint)
  // It is found in the HTML, and shares the line with the scripts.
  const page = load.requests.find(({ kind }) => kind === 'document')
  return Math.min(time, Math.max(paint, (page?.end ?? 0) + lcp.parts.transfer + lcp.parts.renderDelay))
}

const share = (before: number | undefined, after: number): number =>
  before === undefined || before <= 0 ? 0 : Math.max(0, 1 - after / before)

const gainOf = ({ loads }: PageObservation, path: string, markup: string): PageGain => {
  const first = loads.filter(({ view }) => view === 'first')
  const medianOf = (of: (load: PageLoad) => number): number => (first.length === 0 ? 0 : median(first.map(of)))
  return {
    path,
    paint: medianOf(load => share(load.metrics['first-contentful-paint'], paintOf(load))),
    largest: medianOf(load => share(load.metrics['largest-contentful-paint'], largestOf(load, markup))),
  }
}

/**
 * What each measured page gains under each profile; those that are not drawn gain nothing.
 *
 * @param base path below which the host has the site
 */
export const pageGains = (
  { pages }: Observation,
  base: string,
  drawn: readonly { readonly path: string; readonly markup: string }[],
): readonly PageGain[] =>
  pages.map(view => {
    const path = ownPath(withoutQuery(view.page.path), base)
    const own = drawn.find(one => one.path === path)
    return own ? gainOf(view, path, own.markup) : { path, paint: 0, largest: 0 }
  })

/** The change of each metric, as a mean of all pages. */
export const predicted = (gains: readonly PageGain[]): MetricValues => ({
  'first-contentful-paint': inPercent(-meanOf(gains.map(({ paint }) => paint))),
  'largest-contentful-paint': inPercent(-meanOf(gains.map(({ largest }) => largest))),
})
