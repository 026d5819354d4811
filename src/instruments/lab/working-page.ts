import type { RequestRecord } from '../../model/observation.js'
import type { PageTimings } from './page/timings.js'
import type { Visit } from './visit.js'

/** What browsers show as a page. */
const PAGES = new Set(['text/html', 'application/xhtml+xml'])

/**
 * The request for the document of a page that works.
 * @throws TunewrightError PAGE_BROKEN where it answers with an error, is no HTML or paints nothing
 */
export const documentOf = (
  visit: Visit,
  requests: readonly RequestRecord[],
  timings: PageTimings,
): RequestRecord | undefined => {
  const document = requests.findLast(request => request.kind === 'document' && request.start < timings.responseStart)
  if (document && document.status >= 400) throw visit.broken(`answers ${document.status}`)
  if (document && document.status < 300 && !PAGES.has(document.contentType))
    throw visit.broken(`is no HTML: it is sent as ${document.contentType || 'nothing that is named'}`)
  if (!timings.paints.some(paint => paint.name === 'first-contentful-paint')) throw visit.broken('paints nothing')
  return document
}
