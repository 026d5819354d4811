import { PROFILES } from '../../model/profile.js'
import type { Filmstrip, HeadlineChange } from '../../model/session.js'
import { formatMilliseconds, formatNumber } from '../format.js'
import { html, type Markup } from './markup.js'

/** Median LCP of both arms in ms, where it is known. */
export interface LcpTimes {
  readonly baseline?: number
  readonly candidate?: number
}

/** The LCPs that a table of before and after tells of a page; of a single page, those over all. */
export const lcpIn =
  (changes: readonly HeadlineChange[]) =>
  (page: string, profile: Filmstrip['profile']): LcpTimes => {
    const own = changes.filter(change => change.metric === 'largest-contentful-paint' && change.profile === profile)
    const row = own.find(change => change.page === page) ?? own.find(change => change.page === '*')
    return row ? { baseline: row.before, candidate: row.after } : {}
  }

/** Steps of the time axis in ms; the first that needs few enough columns to be seen together. */
const STEPS = [50, 100, 200, 250, 500, 1_000, 2_000, 2_500, 5_000, 10_000, 20_000]
const MOST_COLUMNS = { mobile: 11, desktop: 7 }

/** Pairs of filmstrips, before above after on one time axis, the step with the LCP marked. */
export function filmstrips(
  strips: readonly Filmstrip[],
  lcpOf: (page: string, profile: Filmstrip['profile']) => LcpTimes,
): Markup | null {
  const baselines = strips.filter(strip => strip.arm === 'baseline' && strip.frames.length > 0)
  const pairs = baselines.flatMap(before => {
    const after = strips.find(
      strip =>
        strip.arm === 'candidate' &&
        strip.page === before.page &&
        strip.profile === before.profile &&
        strip.frames.length > 0,
    )
    return after ? [pair(before, after, lcpOf(before.page, before.profile))] : []
  })
  return pairs.length === 0 ? null : html`${pairs}`
}

/** The times of the columns: from 0 past the last change of the picture and past both LCPs. */
export function timeAxis(
  strips: readonly Filmstrip[],
  lcp: LcpTimes,
  most: number = MOST_COLUMNS.mobile,
): readonly number[] {
  const lastChanges = strips.map(strip => {
    const changes = strip.frames.filter((frame, index) => frame.jpegBase64 !== strip.frames[index - 1]?.jpegBase64)
    return changes.at(-1)?.time ?? 0
  })
  const end = Math.max(0, ...lastChanges, lcp.baseline ?? 0, lcp.candidate ?? 0)
  const step = STEPS.find(candidate => Math.ceil(end / candidate) + 1 <= most) ?? Math.ceil(end / (most - 1))
  return Array.from({ length: Math.ceil(end / step) + 1 }, (_, index) => index * step)
}

function pair(before: Filmstrip, after: Filmstrip, lcp: LcpTimes): Markup {
  const { title, viewport } = PROFILES[before.profile]
  const times = timeAxis([before, after], lcp, viewport.mobile ? MOST_COLUMNS.mobile : MOST_COLUMNS.desktop)
  const shape = viewport.mobile ? '' : ' wide'
  const arms = [
    { title: 'Before', strip: before, lcp: lcp.baseline },
    { title: 'After', strip: after, lcp: lcp.candidate },
  ]
  const telling = tellingColumns(arms, times)
  return html`<figure class="strip${shape}"><figcaption><strong>${before.page}</strong> <span class="muted">${title}${legend(lcp)}</span></figcaption>
<div class="scroll" tabindex="0" role="group" aria-label="Filmstrip of ${before.page}, ${title}"><table>
<thead><tr><td></td>${times.map((time, column) => html`<th scope="col" class="${!telling.has(column) && 'between'}">${formatNumber(time / 1_000, time % 100 === 0 ? 1 : 2)} s</th>`)}</tr></thead>
<tbody>${arms.map(arm => row(arm, times, telling))}</tbody></table></div></figure>`
}

function legend(lcp: LcpTimes): string {
  if (lcp.baseline === undefined || lcp.candidate === undefined) return ''
  return `: LCP ${formatMilliseconds(lcp.baseline)} → ${formatMilliseconds(lcp.candidate)} (medians)`
}

interface ArmFilm {
  readonly title: string
  readonly strip: Filmstrip
  readonly lcp: number | undefined
}

const shownAt = ({ frames }: Filmstrip, times: readonly number[]): readonly (string | undefined)[] =>
  times.map(time => frames.findLast(frame => frame.time <= time)?.jpegBase64)

const columnOf = (lcp: number | undefined, times: readonly number[]): number =>
  lcp === undefined ? -1 : times.findIndex(time => time >= lcp)

/** The columns that a phone has room for: in which an arm first paints something or has its LCP, and the last. */
export function tellingColumns(arms: readonly Omit<ArmFilm, 'title'>[], times: readonly number[]): ReadonlySet<number> {
  const columns = arms.flatMap(({ strip, lcp }) => {
    const [blank, ...later] = shownAt(strip, times)
    return [later.findIndex(frame => frame !== blank) + 1, columnOf(lcp, times)]
  })
  return new Set([...columns.filter(column => column > 0), times.length - 1])
}

function row({ title, strip, lcp }: ArmFilm, times: readonly number[], telling: ReadonlySet<number>): Markup {
  const shown = shownAt(strip, times)
  const lcpColumn = columnOf(lcp, times)
  const cells = shown.map((frame, column) => {
    const isLcp = column === lcpColumn
    const isTelling = telling.has(column)
    const isNew = column === 0 || isTelling || frame !== shown[column - 1]
    return html`<td class="${isLcp && 'lcp'}${!isTelling && ' between'}"><span class="mark">${isLcp && 'LCP'}</span>${picture(frame, isNew ? `${title}, at ${formatMilliseconds(times[column] ?? 0)}` : '')}</td>`
  })
  return html`<tr><th scope="row">${title}</th>${cells}</tr>`
}

/** Only base64 is let into the address, whatever the data says. */
function picture(frame: string | undefined, alt: string): Markup {
  if (!frame || !/^[A-Za-z0-9+/]+=*$/.test(frame)) return html`<span class="frame empty"></span>`
  return html`<span class="frame"><img src="data:image/jpeg;base64,${frame}" alt="${alt}"></span>`
}
