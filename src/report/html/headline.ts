import { metric } from '../../model/metrics.js'
import { PROFILES } from '../../model/profile.js'
import type { FinalProof, HeadlineChange, OptimizationAutomationReport } from '../../model/session.js'
import type { PageTarget } from '../../model/target.js'
import {
  directionOf,
  excludesZero,
  formatBytes,
  formatConfidence,
  formatMilliseconds,
  formatPercent,
  formatValue,
  isKnown,
  NOT_KNOWN_YET,
  pageName,
} from '../format.js'
import { type Figure, headlineFigures } from '../headline-figures.js'
import { wholeOf } from '../only-page.js'
import type { Reserve } from '../standing.js'
import { byProfile, changeWithInterval, sharedConfidence } from '../text.js'
import { headlineChanges } from '../tries.js'
import { html, type Markup } from './markup.js'

/** The three figures a visitor of the report should leave with; nothing where nothing was proved. */
export function figures(report: OptimizationAutomationReport): Markup | null {
  const target = report.session.config.targets.find(candidate => candidate.id === report.opportunityAnalysis.targetId)
  const proof = target && report.session.finalProof[target.id]
  return target && proof ? figuresOf(proof, target.pages, headlineChanges(report)) : null
}

/** The same of any two versions. */
export function figuresOf(
  proof: Omit<FinalProof, 'dropped'>,
  pages: readonly PageTarget[],
  changes: readonly HeadlineChange[],
  reserve: Reserve | null = null,
): Markup | null {
  const profile = changes[0]?.profile
  if (!profile) return null
  const { lcp, initialJs, imageBytes } = headlineFigures(proof, pages, profile)
  const confidence = sharedConfidence(
    changes.filter(change => change.metric === 'largest-contentful-paint' && change.profile === profile),
  )
  const tile = (title: string, figure: Figure | null, format: (value: number) => string) =>
    figure &&
    html`<div><dt>${title}</dt>
<dd class="size${reserve && ' open'}">${formatPercent(figure.change)}</dd>
<dd><span class="number">${format(figure.before)}</span> → <span class="number">${format(figure.after)}</span></dd>
<dd class="muted small">${basisOf(figure, confidence)}</dd></div>`
  const whole = pageName(wholeOf(pages))
  const tiles = [
    tile(`Largest Contentful Paint, ${whole}`, lcp, formatMilliseconds),
    tile('Initial JavaScript', initialJs, formatBytes),
    tile(`Image bytes, ${whole}`, imageBytes, formatBytes),
  ].filter(item => item !== null)
  return tiles.length === 0
    ? null
    : html`<dl class="figures" aria-label="The result in figures, ${PROFILES[profile].title}">${tiles}</dl>`
}

function basisOf(figure: Figure, confidence: string | null): string {
  if (figure.low === figure.high) return 'counted'
  const isTold = isKnown(figure.low / 100, figure.high / 100)
  const bounds = isTold ? `${formatPercent(figure.low)} to ${formatPercent(figure.high)}` : NOT_KNOWN_YET
  const interval = confidence === null ? bounds : `${bounds} (${confidence})`
  return excludesZero(figure) || !isTold ? interval : `${interval}: no difference shown`
}

/**
 * Before and after, by page and profile: only ever from a run of one whole system against the other.
 * @param words what was compared, and why there is nothing to show where there is nothing
 * @param reserve why no change is a gain, where none is
 */
export function headline(
  changes: readonly HeadlineChange[],
  words: { readonly about: string; readonly nothing: string },
  reserve: Reserve | null = null,
): Markup {
  if (changes.length === 0) return html`<p class="intro">${words.nothing}</p>`
  return html`<p class="intro">${words.about}</p>
${reserve && html`<p>${reserve.note}</p>`}
${byProfile(changes).map(([profile, rows]) => table(PROFILES[profile].title, rows, reserve))}`
}

function table(title: string, rows: readonly HeadlineChange[], reserve: Reserve | null): Markup {
  const confidence = sharedConfidence(rows)
  const pages = [...new Set(rows.map(row => row.page))]
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Before and after, ${title}"><table>
<caption>${title}. ${basisOfTable(rows, confidence)}</caption>
<thead><tr><th scope="col">Metric</th><th scope="col" class="right">Before</th><th scope="col" class="right">After</th><th scope="col" class="right">${reserve?.heading ?? 'Change'}</th></tr></thead>
${pages.map(page => html`<tbody><tr class="group"><th scope="rowgroup" colspan="4">${pageName(page)}</th></tr>${rows.filter(row => row.page === page).map(row => line(row, confidence === null))}</tbody>`)}
</table></div>`
}

function basisOfTable(rows: readonly HeadlineChange[], confidence: string | null): string {
  if (confidence) return `Intervals at ${confidence} confidence; bytes are counted.`
  return rows.every(row => row.confidence === null)
    ? 'Counted, so without intervals.'
    : 'Medians before and after, with the interval of the change; bytes are counted.'
}

function line(row: HeadlineChange, withConfidence: boolean): Markup {
  const { change, interval } = changeWithInterval(row)
  const noted = withConfidence && row.confidence !== null && interval && ` (${formatConfidence(row.confidence)})`
  const isShown = excludesZero(row) || row.confidence === null
  const tone = isShown ? directionOf(row.metric, row.change) : 'same'
  return html`<tr><th scope="row">${metric(row.metric).title}</th>
<td class="right number">${formatValue(row.metric, row.before)}</td><td class="right number">${formatValue(row.metric, row.after)}</td>
<td class="right"><span class="change ${tone}">${change}</span><span class="interval">${interval}${noted}${!isShown && interval && interval !== NOT_KNOWN_YET && ', no difference shown'}</span></td></tr>`
}
