import type { Observation, PageObservation } from '../../../model/observation.js'
import type { PageTarget } from '../../../model/target.js'
import { median } from '../../../system/median.js'

/** A page whose largest element is a picture that is asked for late. */
export interface LatePicture {
  readonly page: PageTarget
  /** Same-origin path and query. */
  readonly url: string
  /** sha-256 of what was sent, or null. */
  readonly bodyHash: string | null
  /** Medians in milliseconds. */
  readonly delay: number
  readonly transfer: number
  readonly time: number
}

export interface LateSearch {
  readonly pictures: readonly LatePicture[]
  readonly refusals: readonly { readonly subject: string; readonly reason: string }[]
}

const firstViews = (views: readonly PageObservation[]) =>
  views.flatMap(view => view.loads.filter(load => load.view === 'first').map(load => load.lcp))

const search = (
  page: PageTarget,
  views: readonly PageObservation[],
  minimumDelay: number,
): LatePicture | string | null => {
  const seen = firstViews(views).filter(lcp => lcp !== null)
  const pictures = seen.filter(lcp => lcp.kind === 'image' && lcp.url !== undefined)
  if (pictures.length === 0) return null
  const urls = new Set(pictures.map(lcp => lcp.url!))
  if (pictures.length < seen.length) return 'its largest element is a picture in some loads only'
  if (urls.size > 1)
    return `its largest picture differs between devices or loads (${[...urls].join(', ')}): a hint for one would load two`
  const [url] = urls
  if (!url?.startsWith('/')) return `its largest picture comes from elsewhere (${url})`
  const delay = median(pictures.map(lcp => lcp.parts.loadDelay))
  if (delay < minimumDelay) return `its largest picture is asked for after ${Math.round(delay)} ms already`
  const shown = views.flatMap(view => view.survey.images).find(image => image.url === url)
  return {
    page,
    url,
    bodyHash: shown?.bodyHash ?? null,
    delay,
    transfer: median(pictures.map(lcp => lcp.parts.transfer)),
    time: median(pictures.map(lcp => lcp.time)),
  }
}

/** The pages where a hint could bring the largest picture earlier, and why not on the others. */
export const latePictures = (observation: Observation, minimumDelay: number): LateSearch => {
  const pages = new Map(observation.pages.map(({ page }) => [page.id, page]))
  const pictures: LatePicture[] = []
  const refusals: LateSearch['refusals'][number][] = []
  for (const page of pages.values()) {
    const found = search(
      page,
      observation.pages.filter(view => view.page.id === page.id),
      minimumDelay,
    )
    if (typeof found === 'string') refusals.push({ subject: page.path, reason: found })
    else if (found) pictures.push(found)
  }
  return { pictures, refusals }
}
