import type { PageObservation } from '../../../model/observation.js'
import { PROFILES } from '../../../model/profile.js'
import { firstPaintWait, medianWait, type PaintWait } from '../../html/first-paint-wait.js'
import { scriptsHoldFirstPaint } from '../../html/page-scripts.js'
import { showsSomething } from '../../html/shows-something.js'

/** Share that text compresses to, about. */
const COMPRESSED = 0.25

/** What a page waits for its style sheets alone, less the time that what is put into it takes to come. */
export const waitForSheets = (views: readonly PageObservation[], inlinedBytes: number, html: string): PaintWait =>
  firstPaintWait(
    views,
    ({ kind }) => kind === 'stylesheet',
    scriptsHoldFirstPaint(html) || !showsSomething(html) ? ['script', 'document'] : ['document'],
    ({ profile }) => (inlinedBytes * COMPRESSED * 8) / PROFILES[profile].network.down,
  )

/** Style, layout and paint of what stands in the HTML, as a share of the time that it took to come. */
const PAINTING = 0.15

/** The same of a page that scripts draw now, and whose HTML will show it: by when its HTML and its style sheets have come. */
export const waitOfDrawn = (views: readonly PageObservation[], inlinedBytes: number): PaintWait => {
  const waits = views.flatMap(({ loads, profile }) =>
    loads
      .filter(({ view }) => view === 'first')
      .map(({ requests }) => {
        const end = (kind: string): number =>
          Math.max(0, ...requests.filter(one => one.kind === kind).map(one => one.end))
        const [page, sheets] = [end('document'), end('stylesheet')]
        const by = Math.max(0, sheets - page - (inlinedBytes * COMPRESSED * 8) / PROFILES[profile].network.down)
        return { by, share: sheets > 0 ? by / (Math.max(page, sheets) * (1 + PAINTING)) : 0 }
      }),
  )
  return medianWait(waits)
}
