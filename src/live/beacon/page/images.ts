import type { VisitReport } from '../../visits/report.js'

const MOST_IMAGES = 1_000
type Format = 'avif' | 'webp' | 'jpeg' | 'png' | 'other-images'

/** Pictures that did not come or cannot be shown; also those that a page's own code has put others in the place of. */
const failed = new Set<string>()

/** Listens for pictures that fail from now on. */
export function watchImages(): void {
  addEventListener(
    'error',
    ({ target }) => {
      if (target instanceof HTMLImageElement && target.currentSrc) failed.add(target.currentSrc)
    },
    true, // these events do not bubble
  )
}

function formatOf(address: string, types: ReadonlyMap<string, string>): Format {
  const told = types.get(address) || /^data:image\/(\w+)|\.(\w+)(?:[?#]|$)/.exec(address)?.slice(1).find(Boolean) || ''
  const type = told.replace(/^image\//, '').toLowerCase()
  if (type === 'jpg' || type === 'jpeg') return 'jpeg'
  return type === 'avif' || type === 'webp' || type === 'png' ? type : 'other-images'
}

/** Types of files as the browser tells them, where it does. */
const typesByAddress = (): Map<string, string> =>
  new Map(
    performance
      .getEntriesByType('resource')
      .map(entry => [entry.name, (entry as PerformanceEntry & { contentType?: string }).contentType ?? '']),
  )

/** The pictures that the page shows by now, each address once. */
export function countImages(): VisitReport['images'] {
  const types = typesByAddress()
  const shown = new Set<string>()
  for (const image of [...document.images].slice(0, MOST_IMAGES)) {
    if (!image.currentSrc || !image.complete) continue
    shown.add(image.currentSrc)
    // A drawing may have no size of its own.
    if (image.naturalWidth === 0 && !/\.svg|svg\+xml/.test(image.currentSrc)) failed.add(image.currentSrc)
  }
  const formats: Partial<Record<Format, number>> = {}
  for (const address of shown) {
    const format = formatOf(address, types)
    if (!failed.has(address)) formats[format] = (formats[format] ?? 0) + 1
  }
  return { requested: new Set([...shown, ...failed]).size, failed: failed.size, formats }
}

/** Begins anew, for a page that is shown again. */
export const forgetImages = (): void => failed.clear()
