import type { Waterfall, WaterfallRequest } from '../../model/load-summary.js'
import { PROFILES } from '../../model/profile.js'
import type { ArmsShown } from '../arms-shown.js'
import { formatBytes, formatMilliseconds, formatNumber } from '../format.js'
import { html, type Markup } from './markup.js'
import { MARKS, marksOf, requestBar, timeAxisMarks, timeScale } from './waterfall-bars.js'

/** Longer lists are cut: what matters to the first view comes first. */
const MOST_ROWS = 40

/** The requests of each page, before above after on one time axis. The first page is open, the others a click away. */
export function waterfalls(arms: readonly ArmsShown[]): Markup | null {
  const pages = arms.flatMap(({ waterfalls: all, missing }) =>
    all
      .filter(({ arm }) => arm === 'baseline')
      .map(before => ({
        before,
        after: all.find(
          ({ arm, page, profile }) => arm === 'candidate' && page === before.page && profile === before.profile,
        ),
        missing,
      })),
  )
  if (pages.length === 0) return null
  return html`<p class="intro">One measured load of each page: the one with the median LCP. A bar begins when the browser asks, is pale while it waits for the first byte, and full while bytes arrive.</p>
<ul class="legend">${(['document', 'script', 'stylesheet', 'image', 'font', 'fetch', 'other'] as const).map(kind => html`<li><span class="key kind-${kind}"></span> ${kind}</li>`)}${MARKS.map(({ id, title }) => html`<li><span class="key mark-${id}"></span> ${title}</li>`)}</ul>
${pages.map(({ before, after, missing }, index) => {
  const { title } = PROFILES[before.profile]
  const scale = timeScale([before, ...(after ? [after] : [])])
  const body = html`${arm(before, 'Before', scale)}${after ? arm(after, 'After', scale) : missing && html`<p class="muted">${missing}</p>`}`
  return html`<details${index === 0 && html` open`}><summary>${before.page} <span class="muted">${title}${after && `: ${countOf(before)} → ${countOf(after)} requests`}</span></summary>${body}</details>`
})}`
}

const countOf = ({ requests, omitted }: Waterfall): string => formatNumber(requests.length + omitted)

function arm(waterfall: Waterfall, title: string, end: number): Markup {
  const { requests, omitted, page } = waterfall
  const shown = requests.slice(0, MOST_ROWS)
  const more = omitted + requests.length - shown.length
  const bytes = requests.reduce((total, { transferSize }) => total + transferSize, 0)
  const marks = marksOf(waterfall)
  const moments = marks.map(({ title: name, at }) => `${name} ${formatMilliseconds(at)}`).join(', ')
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Requests of ${page}, ${title.toLowerCase()}"><table class="waterfall"><caption><strong>${title}</strong>: ${countOf(waterfall)} requests${omitted === 0 && `, ${formatBytes(bytes)}`}${moments && `; ${moments}`}</caption>
<thead><tr><th scope="col">Request</th><th scope="col" class="roomy">Kind, priority</th><th scope="col" class="right">Bytes</th><th scope="col"><span class="unseen">Times</span>${timeAxisMarks(end)}</th></tr></thead><tbody>
${shown.map(request => row(request, marks, end))}</tbody></table></div>
${more > 0 && html`<p class="muted small">${formatNumber(more)} later requests are not shown.</p>`}`
}

function row(request: WaterfallRequest, marks: ReturnType<typeof marksOf>, end: number): Markup {
  const { url, kind, priority, transferSize, fromCache, failure, status } = request
  const trouble = failure ?? (status >= 400 ? `status ${status}` : undefined)
  const size = fromCache ? 'cache' : trouble && transferSize === 0 ? 'none' : formatBytes(transferSize)
  return html`<tr><th scope="row"><span class="address" title="${url}">${shortAddress(url)}</span>${trouble && html`<span class="interval worse">${trouble}</span>`}</th>
<td class="roomy muted">${kind}${priority && `, ${spaced(priority)}`}</td><td class="right number">${size}</td><td class="bar">${requestBar(request, marks, end)}</td></tr>`
}

/** `VeryHigh` as people write it. */
const spaced = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()

/** The last part of the path, which tells requests apart; other hosts by name. */
function shortAddress(url: string): string {
  const other = /^[a-z]+:\/\/([^/]+)/i.exec(url)?.[1]
  const [path = ''] = url.replace(/^[a-z]+:\/\/[^/]+/i, '').split(/[?#]/)
  const last = path.split('/').filter(Boolean).at(-1) ?? '/'
  return other ? `${other} ${last}` : last
}
