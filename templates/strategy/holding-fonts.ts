import type { Observation, PageObservation } from '../../../model/observation.js'
import type { PageTarget } from '../../../model/target.js'
import { median } from '../../../system/median.js'

/** A font without which a page showed nothing. */
export interface HoldingFont {
  readonly page: PageTarget
  /** Path and query of its request. */
  readonly url: string
  /** Medians in milliseconds: from its request to the first paint, and of that paint. */
  readonly wait: number
  readonly paint: number
}

export interface FontSearch {
  readonly fonts: readonly HoldingFont[]
  readonly refusals: readonly { readonly subject: string; readonly reason: string }[]
}

/** Per font of a page: how long each first load's paint came after its request; null where that load painted before it had come. */
const waitsOf = (views: readonly PageObservation[]): ReadonlyMap<string, (number | null)[]> => {
  const waits = new Map<string, (number | null)[]>()
  for (const load of views.flatMap(view => view.loads)) {
    const paint = load.metrics['first-contentful-paint']
    if (load.view !== 'first' || paint === undefined) continue
    for (const request of load.requests) {
      if (request.kind !== 'font' || request.failure !== undefined) continue
      const wait = request.end <= paint ? paint - request.start : null
      waits.set(request.url, [...(waits.get(request.url) ?? []), wait])
    }
  }
  return waits
}

/**
 * The fonts that text waits for, and why not for others. Pure: the same observation gives the same answer, and nothing is read but what was
 * measured.
 *
 * @param minimumWait ms
 */
export const holdingFonts = (observation: Observation, minimumWait: number): FontSearch => {
  const fonts: HoldingFont[] = []
  const refusals: FontSearch['refusals'][number][] = []
  const pages = new Map(observation.pages.map(({ page }) => [page.id, page]))
  for (const page of pages.values()) {
    const views = observation.pages.filter(view => view.page.id === page.id)
    const paints = views.flatMap(view => view.loads.flatMap(load => load.metrics['first-contentful-paint'] ?? []))
    for (const [url, waits] of waitsOf(views)) {
      const held = waits.filter(wait => wait !== null)
      // What is left alone is said with its reason: a report that is silent cannot be checked.
      const refuse = (reason: string) => refusals.push({ subject: `${url} on ${page.path}`, reason })
      if (held.length < waits.length) refuse('the page painted before it had come: no text waited for it')
      else if (median(held) < minimumWait) refuse(`text waited ${Math.round(median(held))} ms for it only`)
      else fonts.push({ page, url, wait: median(held), paint: median(paints) })
    }
  }
  return { fonts, refusals }
}
