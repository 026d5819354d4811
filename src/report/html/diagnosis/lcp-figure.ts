import type { ChainStep, LcpDiagnosis, PageDiagnosis } from '../../../model/diagnosis.js'
import { PROFILES } from '../../../model/profile.js'
import { lcpParts } from '../../diagnosis-points.js'
import { formatBytes, formatMilliseconds, formatNumber } from '../../format.js'
import { html, type Markup } from '../markup.js'

/** Where LCP's time went: a bar of its parts, the same in words, and what it is. */
export function lcpFigure({ profile, lcp }: PageDiagnosis): Markup | null {
  if (!lcp) return null
  const parts = lcpParts(lcp)
  const said = parts.map(({ name, milliseconds }) => `${name} ${formatMilliseconds(milliseconds)}`).join(', ')
  let from = 0
  const bars = parts.map(({ key, share }) => {
    const bar = html`<rect class="part-${key}" x="${percent(from)}" y="0" width="${percent(share)}" height="100%"/>`
    from += share
    return bar
  })
  return html`<figure class="lcp-parts"><figcaption><strong>${PROFILES[profile].title}</strong> <span class="muted">LCP ${formatMilliseconds(lcp.time)}</span></figcaption>
<svg role="img" aria-label="LCP of ${formatMilliseconds(lcp.time)}: ${said}" focusable="false">${bars}</svg>
<ul class="legend">${parts
    .filter(({ milliseconds }) => milliseconds > 0)
    .map(
      ({ key, name, milliseconds, share }) =>
        html`<li><span class="key part-${key}"></span> ${name} <span class="number">${formatMilliseconds(milliseconds)}</span>, ${formatNumber(100 * share)} %</li>`,
    )}</ul>
<p>${element(lcp)}</p>${chain(lcp.chain)}</figure>`
}

const percent = (share: number): string => `${Number((100 * share).toFixed(2))}%`

function element({
  kind,
  url,
  text,
  selector,
  bytes,
  contentType,
  natural,
  shown,
  lazy,
  priority,
}: LcpDiagnosis): Markup {
  if (kind === 'text') return html`The largest element is text: ${text ? html`“${text}” ` : ''}<code>${selector}</code>`
  const facts = [
    bytes ? formatBytes(bytes) : '',
    contentType ?? '',
    natural && natural.width > 0 ? `${natural.width} × ${natural.height} pixels` : '',
    shown && shown.width > 0 ? `shown on ${shown.width} × ${shown.height}` : '',
    lazy ? 'loaded lazily' : '',
    priority ? `priority ${priority.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()}` : '',
  ].filter(fact => fact !== '')
  return html`The largest element is the picture <code>${url ?? selector}</code>${facts.length > 0 && `: ${facts.join(', ')}`}`
}

/** How each step leads to the next. */
const FINDS: Record<ChainStep['finds'], string> = {
  html: 'its HTML names the next',
  style: 'its styles name the next',
  script: 'it asks for the next',
  preload: 'it preloads the next',
  'seen-after': 'the next came right after it',
}

const chain = (steps: readonly ChainStep[] = []): Markup | false =>
  steps.length > 1 &&
  html`<p class="small">Before it could be asked for:</p><ol class="chain">${steps.map(
    ({ url, end, finds }) =>
      html`<li><code>${url}</code> <span class="muted">has come at <span class="number">${formatMilliseconds(end)}</span>; ${FINDS[finds]}</span></li>`,
  )}</ol>`
