import type { Waterfall, WaterfallRequest } from '../../model/load-summary.js'
import { formatMilliseconds, formatNumber } from '../format.js'
import { html, type Markup } from './markup.js'

/** The moments that are drawn through all rows. */
export const MARKS = [
  { id: 'fcp', title: 'FCP', of: 'firstContentfulPaint' },
  { id: 'lcp', title: 'LCP', of: 'largestContentfulPaint' },
  { id: 'load', title: 'load event', of: 'load' },
] as const

interface Mark {
  readonly id: (typeof MARKS)[number]['id']
  readonly title: string
  readonly at: number
}

export const marksOf = ({ marks }: Waterfall): readonly Mark[] =>
  MARKS.flatMap(({ id, title, of }) => {
    const at = marks[of]
    return at === undefined ? [] : [{ id, title, at }]
  })

/** Where the time axis ends, ms: past every mark, and past what came later unless that went on and on. */
export function timeScale(waterfalls: readonly Waterfall[]): number {
  const lastMark = Math.max(0, ...waterfalls.flatMap(marksOf).map(({ at }) => at))
  const lastEnd = Math.max(0, ...waterfalls.flatMap(({ requests }) => requests.map(({ end }) => end)))
  return Math.max(100, lastMark * 1.02, lastMark > 0 ? Math.min(lastEnd, lastMark * 1.3) : lastEnd)
}

const STEPS = [20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000]

const place = (time: number, end: number): string =>
  `${Number(Math.min(100, Math.max(0, (100 * time) / end)).toFixed(2))}%`

/** The seconds above the bars; each bar tells its times itself. */
export function timeAxisMarks(end: number): Markup {
  const step = STEPS.find(candidate => end / candidate <= 6) ?? end
  const times = Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step)
  // On a phone there is room for three or four of them.
  const each = Math.ceil(times.length / 3)
  return html`<svg class="times" aria-hidden="true" focusable="false">${times.map((time, index) => html`<text class="${index % each > 0 && 'roomy'}" x="${place(time, end)}" y="12" text-anchor="${index === 0 ? 'start' : time / end > 0.95 ? 'end' : 'middle'}">${formatNumber(time / 1_000, step < 100 ? 2 : step < 1_000 ? 1 : 0)} s</text>`)}</svg>`
}

/** One request on the time axis, with the marks behind it. */
export function requestBar(request: WaterfallRequest, marks: readonly Mark[], end: number): Markup {
  const { start, end: until, responseStart, kind, failure } = request
  const first = responseStart === undefined ? undefined : Math.min(Math.max(responseStart, start), until)
  const said = [
    `starts at ${formatMilliseconds(start)}`,
    first !== undefined && `first byte at ${formatMilliseconds(first)}`,
    `ends at ${formatMilliseconds(until)}`,
  ]
    .filter(Boolean)
    .join(', ')
  const full = first ?? start
  const width = (from: number, to: number) =>
    `${Number(Math.max(0, (100 * (Math.min(to, end) - Math.min(from, end))) / end).toFixed(2))}%`
  return html`<svg role="img" aria-label="${said}" class="kind-${kind}${failure && ' failed'}" focusable="false"><title>${said}</title>
${marks.map(({ id, at }) => html`<line class="mark-${id}" x1="${place(at, end)}" x2="${place(at, end)}" y1="0" y2="100%"/>`)}
<rect class="waiting" x="${place(start, end)}" y="25%" width="${width(start, full)}" height="50%"/><rect class="coming" x="${place(full, end)}" y="15%" width="${width(full, until)}" height="70%"/></svg>`
}
