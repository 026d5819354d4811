import type { PageLoad, PageObservation } from '../../../model/observation.js'
import { PROFILES } from '../../../model/profile.js'
import { median } from '../../../system/median.js'

/** Share that text compresses to, about. */
const COMPRESSED = 0.25

/** How much sooner a load could be painted, ms: its style sheets came last, and a part of them comes with the page. */
const sooner = (
  { metrics, requests }: PageLoad,
  view: PageObservation,
  inlinedBytes: number,
): { ms: number; share: number } => {
  const paint = metrics['first-contentful-paint']
  if (paint === undefined || paint <= 0) return { ms: 0, share: 0 }
  const ends = (kind: 'script' | 'stylesheet' | 'document'): number =>
    Math.max(0, ...requests.filter(one => one.kind === kind && one.end <= paint).map(({ end }) => end))
  const transfer = (inlinedBytes * COMPRESSED * 8) / PROFILES[view.profile].network.down
  const ms = Math.max(0, ends('stylesheet') - Math.max(ends('script'), ends('document')) - transfer)
  return { ms, share: ms / paint }
}

/** Medians over a page's first loads: what it waits for its style sheets alone. */
export const waitForSheets = (
  views: readonly PageObservation[],
  inlinedBytes: number,
): { readonly milliseconds: number; readonly share: number } => {
  const gains = views.flatMap(view =>
    view.loads.filter(load => load.view === 'first').map(load => sooner(load, view, inlinedBytes)),
  )
  if (gains.length === 0) return { milliseconds: 0, share: 0 }
  return { milliseconds: median(gains.map(({ ms }) => ms)), share: median(gains.map(({ share }) => share)) }
}
