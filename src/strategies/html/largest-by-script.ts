import type { PageObservation } from '../../model/observation.js'

/** Whether a script asks for the picture of a page's LCP: nothing is shown of it before that has run. */
export const isAskedByScript = ({ loads, survey }: PageObservation, urls: ReadonlySet<string>): boolean =>
  [...survey.requests, ...loads.flatMap(({ requests }) => requests)].some(
    ({ url, initiator }) => urls.has(url) && initiator?.by === 'script',
  )

/**
 * Whether a script shows the largest picture of a page: it asks for it, or puts it elsewhere, as sliders do that copy their slides. Browsers take what was put
 * in again for another paint, so that LCP waits for the script.
 */
export const isLargestByScript = (view: PageObservation): boolean => {
  const seen = view.loads.flatMap(({ view: visit, lcp }) => (visit === 'first' && lcp?.kind === 'image' ? [lcp] : []))
  const urls = new Set(seen.flatMap(({ url }) => url ?? []))
  if (isAskedByScript(view, urls)) return true
  return seen.some(({ url, selector }) => {
    const shown = view.survey.images.filter(image => image.url === url)
    return shown.length > 0 && shown.every(image => image.selector !== selector)
  })
}
