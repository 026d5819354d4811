import type { PageObservation, ShownImage } from '../../model/observation.js'
import { PROFILES } from '../../model/profile.js'
import { formatBytes } from '../../report/format.js'
import { bytesPoint, type Point } from './point.js'
import { counted, listed, named } from './words.js'

/** Pixels sent over pixels shown, from which a picture is too large: a little more than is shown does no harm. */
const TOO_LARGE = 1.5

interface Waste {
  readonly image: ShownImage
  readonly wasted: number
  readonly shown: string
}

/** What of a picture's bytes goes into pixels that this screen does not show; null where it is about right, or not known. */
function wasteOf(image: ShownImage, density: number): Waste | null {
  const { natural, box, bytes, contentType } = image
  const [width, height] = [box.width * density, box.height * density]
  // Drawings have no pixels, and a box of nothing is of something that is not shown now.
  if (/svg/.test(contentType) || width * height < 1 || natural.width * natural.height < 1) return null
  const ratio = (natural.width * natural.height) / (width * height)
  if (ratio < TOO_LARGE) return null
  return { image, wasted: bytes * (1 - 1 / ratio), shown: `${Math.round(width)} × ${Math.round(height)}` }
}

/** Pictures with many more pixels than their boxes on this screen; of several boxes of one picture, the largest counts. */
export function pictureSizePoints(page: PageObservation): Point[] {
  const { deviceScaleFactor } = PROFILES[page.profile].viewport
  const largest = new Map<string, ShownImage>()
  const area = ({ box }: ShownImage): number => box.width * box.height
  for (const image of page.survey.images) {
    const known = largest.get(image.url)
    if (!known || area(image) > area(known)) largest.set(image.url, image)
  }
  const wastes = [...largest.values()]
    .flatMap(image => wasteOf(image, deviceScaleFactor) ?? [])
    .toSorted((a, b) => b.wasted - a.wasted)
  const wasted = wastes.reduce((sum, one) => sum + one.wasted, 0)
  const each = wastes.map(
    ({ image, shown }) => `${named(image.url)} ${image.natural.width} × ${image.natural.height} for ${shown}`,
  )
  return bytesPoint(
    page,
    'oversized-picture',
    wasted,
    `${counted(wastes.length, 'picture has', 'pictures have')} more pixels than this screen shows, about ${formatBytes(wasted)} too many: ${listed(each)}`,
    wastes[0]?.image.url,
  )
}
