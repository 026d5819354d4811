import type { RequestRecord } from '../../model/observation.js'
import type { PageTarget } from '../../model/target.js'
import { showsContent } from './page/shows-content.js'
import type { PageTimings } from './page/timings.js'
import { requireSignedIn } from './sign-in/signed-out.js'
import type { Visit } from './visit.js'

/** What browsers show as a page. */
const PAGES = new Set(['text/html', 'application/xhtml+xml'])

/**
 * What every look at a page demands of it: that it answered well, painted something, and was shown to somebody signed in where that is needed.
 * @returns its document's request, and when its first content was painted, ms; null where it shows some and the browser did not say when: what is faded in from
 * nothing (`opacity: 0`) may never count as painted, by chance from load to load
 * @throws TunewrightError PAGE_BROKEN
 */
export const requireShown = async (
  visit: Visit,
  page: PageTarget,
  requests: readonly RequestRecord[],
  timings: PageTimings,
): Promise<{ readonly document: RequestRecord | undefined; readonly firstContentfulPaint: number | null }> => {
  const document = requests.findLast(request => request.kind === 'document' && request.start < timings.responseStart)
  // First: an application may answer 401 or paint nothing to those who are not signed in.
  await requireSignedIn(visit, page, visit.login)
  if (document && document.status >= 400) throw visit.broken(`answers ${document.status}`)
  if (document && document.status < 300 && !PAGES.has(document.contentType))
    throw visit.broken(`is no HTML: it is sent as ${document.contentType || 'nothing that is named'}`)
  const paint = timings.paints.find(({ name }) => name === 'first-contentful-paint')
  if (!paint && !(await visit.evaluate(showsContent))) throw visit.broken('paints nothing')
  return { document, firstContentfulPaint: paint?.time ?? null }
}
