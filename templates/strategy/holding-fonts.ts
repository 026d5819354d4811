import type { Observation, PageLoad } from '../../../model/observation.js'
import type { PageTarget } from '../../../model/target.js'
import { median } from '../../../system/median.js'

/** A font for which the largest text of a page waited. */
export interface HoldingFont {
  readonly page: PageTarget
  /** Path and query of its request. */
  readonly url: string
  /** Medians in milliseconds: from its request until the text was shown, and when that was (LCP). */
  readonly wait: number
  readonly shown: number
}

export interface FontSearch {
  readonly fonts: readonly HoldingFont[]
  readonly refusals: readonly { readonly subject: string; readonly reason: string }[]
}

/**
 * Per font of a page: how long after its request each first load showed its largest text, which then had waited for the font, or until the
 * browser's patience with it ended; null where the largest element is no text, or was there before.
 */
const waitsOf = (loads: readonly PageLoad[]): ReadonlyMap<string, (number | null)[]> => {
  const waits = new Map<string, (number | null)[]>()
  for (const { lcp, requests } of loads) {
    for (const { kind, failure, url, start } of requests) {
      if (kind !== 'font' || failure !== undefined) continue
      const wait = lcp?.kind === 'text' && start < lcp.time ? lcp.time - start : null
      waits.set(url, [...(waits.get(url) ?? []), wait])
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
    const loads = observation.pages
      .filter(view => view.page.id === page.id)
      .flatMap(view => view.loads.filter(load => load.view === 'first'))
    const shown = loads.flatMap(load => load.lcp?.time ?? [])
    for (const [url, waits] of waitsOf(loads)) {
      const held = waits.filter(wait => wait !== null)
      // What is left alone is said with its reason: a report that is silent cannot be checked.
      const refuse = (reason: string) => refusals.push({ subject: `${url} on ${page.path}`, reason })
      if (held.length < waits.length) refuse('the largest element is no text, or was shown before it was asked for')
      else if (median(held) < minimumWait) refuse(`text waited ${Math.round(median(held))} ms for it only`)
      else fonts.push({ page, url, wait: median(held), shown: median(shown) })
    }
  }
  return { fonts, refusals }
}
