import type { ImageChoice, LcpDetail, Observation, PageObservation } from '../../../model/observation.js'
import type { PageTarget } from '../../../model/target.js'
import { median } from '../../../system/median.js'
import { isAskedByScript } from '../../html/largest-by-script.js'

/** A page whose largest element is a picture that is asked for late. */
export interface LatePicture {
  readonly page: PageTarget
  /** Same-origin path and query. */
  readonly url: string
  /** What browsers choose it from, where it has more than one address. */
  readonly choice: ImageChoice | null
  /** Medians in milliseconds. */
  readonly delay: number
  readonly transfer: number
  readonly time: number
  /** Whether a script asks for it: nothing is shown of it before that has run. */
  readonly byScript: boolean
}

export interface LateSearch {
  readonly pictures: readonly LatePicture[]
  readonly refusals: readonly { readonly subject: string; readonly reason: string }[]
}

const firstViews = (view: PageObservation): LcpDetail[] =>
  view.loads.flatMap(({ view: visit, lcp }) => (visit === 'first' && lcp !== null ? [lcp] : []))

/** The choice behind a view's largest pictures: null where it has none, or not one for all of them. */
const choiceOf = (view: PageObservation, urls: ReadonlySet<string>): ImageChoice | null => {
  const shown = view.survey.images.find(({ url, choice }) => urls.has(url) && choice !== undefined)
  const offered = new Set(shown?.choice?.candidates.map(({ url }) => url))
  return shown?.choice && [...urls].every(url => offered.has(url)) ? shown.choice : null
}

/** One choice for all views, or null. */
const commonChoice = (views: readonly PageObservation[], urls: ReadonlySet<string>): ImageChoice | null => {
  const choices = views
    .filter(view => firstViews(view).length > 0)
    .map(view => choiceOf(view, new Set(firstViews(view).flatMap(({ url }) => url ?? []))))
  const [first = null] = choices
  if (first === null || !choices.every(one => JSON.stringify(one) === JSON.stringify(first))) return null
  return [...urls].every(url => first.candidates.some(one => one.url === url)) ? first : null
}

const search = (
  page: PageTarget,
  views: readonly PageObservation[],
  minimumDelay: number,
): LatePicture | string | null => {
  const seen = views.flatMap(firstViews)
  const pictures = seen.filter(lcp => lcp.kind === 'image' && lcp.url !== undefined)
  if (pictures.length === 0) return null
  const urls = new Set(pictures.map(lcp => lcp.url!))
  if (pictures.length < seen.length) return 'its largest element is a picture in some loads only'
  const choice = commonChoice(views, urls)
  if (urls.size > 1 && choice === null)
    return `its largest picture differs between devices or loads (${[...urls].join(', ')}): a hint for one would load two`
  if (choice?.byMedia) return 'its largest picture is chosen by a media query: which one is not known beforehand'
  const [url] = urls
  const foreign = [...urls, ...(choice?.candidates.map(one => one.url) ?? [])].find(one => !one.startsWith('/'))
  if (!url || foreign !== undefined) return `its largest picture comes from elsewhere (${foreign})`
  const delay = median(pictures.map(lcp => lcp.parts.loadDelay))
  if (delay < minimumDelay) return `its largest picture is asked for after ${Math.round(delay)} ms already`
  return {
    page,
    url,
    choice,
    delay,
    transfer: median(pictures.map(lcp => lcp.parts.transfer)),
    time: median(pictures.map(lcp => lcp.time)),
    byScript: views.some(view => isAskedByScript(view, urls)),
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
