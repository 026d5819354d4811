import { inlinedShowings, type Showing } from '../../../../instruments/images/inventory.js'
import { usablePixels } from '../../../../instruments/images/unoptimized.js'
import type { ExplainedShift } from '../../../../instruments/layout-shift/explain-shift.js'
import { shareOfShift } from '../../../../instruments/layout-shift/share-of-shift.js'
import type { MetricValues } from '../../../../model/metrics.js'
import type { Observation, PageObservation } from '../../../../model/observation.js'
import { inPercent, meanOf } from '../../../predicted-change.js'

/** What a browser will receive for a showing after the change, in bytes; null: as before. */
export type BytesAfter = (showing: Showing) => number | null

/**
 * Image bytes, LCP and layout shift after a change, in per cent against the observation: from sizes that were really encoded, and from what made the pages move.
 */
export const forecast = (observation: Observation, bytesAfter: BytesAfter): MetricValues => {
  const transfers = observation.pages.map(page => transferOf(page, bytesAfter))
  const before = sum(transfers.map(t => t.before))
  const after = sum(transfers.map(t => t.after))
  const lcp = observation.pages.flatMap(page => lcpChange(page, bytesAfter) ?? [])
  // At best: that of pictures that have no measures yet and are written anew is gone.
  const shift = shareOfShift(observation.pages, (_, why, page) => isOfNewPicture(page, why, bytesAfter))
  return {
    ...(before > 0 ? { 'image-transfer-size': inPercent(after / before - 1) } : {}),
    ...(lcp.length > 0 ? { 'largest-contentful-paint': inPercent(meanOf(lcp) - 1) } : {}),
    ...(shift === null ? {} : { 'cumulative-layout-shift': inPercent(-shift) }),
  }
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

/** A picture shown in several places of a page is fetched once, in the size of the largest. */
const transferOf = (page: PageObservation, bytesAfter: BytesAfter): { before: number; after: number } => {
  const byFile = new Map<string, { before: number; after: number; pixels: number }>()
  for (const showing of showingsOf(page)) {
    const pixels = usablePixels(showing)
    // What stands in the code is known by its content alone.
    const { url, bodyHash } = showing.image
    const file = url.startsWith('data:') ? (bodyHash ?? '') : url
    const known = byFile.get(file)
    if (known && known.pixels >= pixels) continue
    byFile.set(file, {
      before: showing.image.bytes,
      after: bytesAfter(showing) ?? showing.image.bytes,
      pixels,
    })
  }
  const all = [...byFile.values()]
  return { before: sum(all.map(v => v.before)), after: sum(all.map(v => v.after)) }
}

const showingsOf = ({ survey, profile }: PageObservation): Showing[] => [
  ...survey.images.map(image => ({ page: survey.page, profile, image })),
  ...inlinedShowings(survey),
]

/** LCP after over before: the picture's transfer shrinks with its bytes; a text's does not change. */
const lcpChange = (page: PageObservation, bytesAfter: BytesAfter): number | null => {
  const ratios = page.loads.flatMap(({ lcp }) => {
    if (lcp === null || lcp.time <= 0) return []
    const shown = showingsOf(page).find(s => s.image.isLcp || (lcp.url !== undefined && s.image.url === lcp.url))
    const after = shown ? bytesAfter(shown) : null
    if (lcp.kind !== 'image' || !shown || after === null || shown.image.bytes === 0) return [1]
    return [(lcp.time - lcp.parts.transfer * (1 - after / shown.image.bytes)) / lcp.time]
  })
  return ratios.length === 0 ? null : ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)]!
}

const isOfNewPicture = (page: PageObservation, { cause, subject }: ExplainedShift, bytesAfter: BytesAfter): boolean =>
  cause === 'picture' &&
  showingsOf(page).some(
    showing =>
      !showing.image.hasDimensions &&
      (showing.image.url === subject || showing.image.selector === subject) &&
      bytesAfter(showing) !== null,
  )
