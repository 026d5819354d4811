import type { PageObservation, RequestRecord } from '../../model/observation.js'
import { median } from '../../system/median.js'

/** How much later a page is painted for something: medians over its first loads. */
export interface PaintWait {
  readonly milliseconds: number
  /** Of the time to the first paint, 0 to 1. */
  readonly share: number
}

/** Medians of what loads waited. */
export const medianWait = (waits: readonly { readonly by: number; readonly share: number }[]): PaintWait =>
  waits.length === 0
    ? { milliseconds: 0, share: 0 }
    : { milliseconds: median(waits.map(({ by }) => by)), share: median(waits.map(({ share }) => share)) }

/**
 * What a page's first paint waited for some requests after all that it waits for otherwise.
 *
 * @param after kinds of requests that it would still wait for
 * @param less ms that something else would take instead
 */
export const firstPaintWait = (
  views: readonly PageObservation[],
  waitedFor: (request: RequestRecord) => boolean,
  after: readonly RequestRecord['kind'][],
  less: (view: PageObservation) => number = () => 0,
): PaintWait => {
  const waits = views.flatMap(view =>
    view.loads
      .filter(load => load.view === 'first')
      .map(({ metrics, requests }) => {
        const paint = metrics['first-contentful-paint'] ?? 0
        if (paint <= 0) return { by: 0, share: 0 }
        const end = (counts: (request: RequestRecord) => boolean): number =>
          Math.max(0, ...requests.filter(one => one.end <= paint && counts(one)).map(one => one.end))
        const by = Math.max(0, end(waitedFor) - end(({ kind }) => after.includes(kind)) - less(view))
        return { by, share: by / paint }
      }),
  )
  return medianWait(waits)
}
