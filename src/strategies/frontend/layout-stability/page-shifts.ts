import { type ExplainedShift, explainShift } from '../../../instruments/layout-shift/explain-shift.js'
import type { Observation, PageObservation } from '../../../model/observation.js'
import type { PageTarget } from '../../../model/target.js'
import { median } from '../../../system/median.js'
import { inPercent } from '../../predicted-change.js'

/** What one cause makes a page move by. */
export interface PageShift extends ExplainedShift {
  readonly page: PageTarget
  /** Layout shift that it adds to a load: the median over loads, of the profile where that is most. */
  readonly value: number
  /** What moved: the uppermost element, and how far it went at most, CSS pixels. */
  readonly moved: { readonly selector: string; readonly by: number } | null
  /** How high what pushed was in the end, in each load under each profile that showed it, CSS pixels. */
  readonly heights: readonly number[]
}

/** What makes each page move, largest first; causes below a value are left out. */
export const pageShifts = (views: readonly PageObservation[], least: number): readonly PageShift[] => {
  const found = new Map<string, PageShift>()
  const heights = new Map<string, number[]>()
  for (const { page, loads } of views) {
    const explained = loads.map(load => load.shifts.map(shift => ({ shift, why: explainShift(shift, load) })))
    const keyOf = ({ cause, subject }: ExplainedShift): string => `${page.id} ${cause} ${subject}`
    for (const key of new Set(explained.flat().map(({ why }) => keyOf(why)))) {
      const its = explained.map(load => load.filter(({ why }) => keyOf(why) === key))
      const value = median(its.map(load => load.reduce((sum, { shift }) => sum + shift.value, 0)))
      const all = its.flat()
      const ends = its.flatMap(load => load.at(-1)?.shift.above?.height ?? [])
      heights.set(key, [...(heights.get(key) ?? []), ...ends])
      const furthest = all.reduce((a, b) => ((b.shift.pushed?.by ?? 0) > (a.shift.pushed?.by ?? 0) ? b : a))
      if (value < least || value <= (found.get(key)?.value ?? 0)) continue
      found.set(key, { ...furthest.why, page, value, moved: furthest.shift.pushed ?? null, heights: [] })
    }
  }
  const complete = [...found].map(([key, shift]) => ({ ...shift, heights: heights.get(key) ?? [] }))
  return complete.sort((a, b) => b.value - a.value || a.subject.localeCompare(b.subject))
}

/** Whether a shift is that of a picture that was seen at one of these places, or is one of these. */
export const isPushedBy = (
  { cause, pusher, subject }: Pick<PageShift, 'cause' | 'pusher' | 'subject'>,
  { selectors, shown }: { readonly selectors: readonly string[]; readonly shown: readonly string[] },
): boolean => cause === 'picture' && (selectors.includes(pusher ?? '') || shown.includes(subject))

const REMEDIES: Readonly<Record<ExplainedShift['cause'], string>> = {
  picture: 'give it a width and a height',
  frame: 'give it a height, or its container a min-height',
  font: 'give its fallback the same measures (size-adjust, ascent-override)',
  style: 'let it come before the first paint, or put what decides sizes into the page',
  block: 'reserve its place (min-height), put it into the page’s HTML, or show it over the page',
  unknown: 'see what changes its height',
}

const CAME: Readonly<Record<ExplainedShift['cause'], string>> = {
  picture: 'the picture',
  frame: 'the frame',
  font: 'the font',
  style: 'the style sheet',
  block: 'the late block',
  unknown: 'something above it',
}

/** Which element moved, what pushed it, and what helps: in a sentence. */
export const describeShift = ({ cause, subject, pusher, moved, seen }: PageShift): string => {
  const what = moved === null ? 'the page' : `${moved.selector} by ${Math.round(moved.by)} px`
  const by = subject === '' ? CAME[cause] : `${CAME[cause]} ${subject}`
  const where = pusher === undefined || pusher === subject ? '' : ` (${pusher})`
  return seen
    ? `${by}${where} moves ${what} when it comes: ${REMEDIES[cause]}`
    : cause === 'unknown'
      ? `${what} moves, and what pushed it was not seen${where}: ${REMEDIES[cause]}`
      : `${what} moves right after ${by} has come: ${REMEDIES[cause]}`
}

/** By how much less pages move without some causes, in per cent of what they move by. */
export const predictedChange = (
  shifts: readonly PageShift[],
  gone: (shift: PageShift) => boolean,
  { metrics, pages }: Observation,
): number => {
  const sum = (all: readonly PageShift[]): number => all.reduce((total, { value }) => total + value, 0)
  const whole = Math.max(
    sum(shifts),
    (metrics['cumulative-layout-shift'] ?? 0) * new Set(pages.map(({ page }) => page.id)).size,
  )
  return whole === 0 ? 0 : inPercent(-sum(shifts.filter(gone)) / whole)
}
