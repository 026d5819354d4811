import { metric } from '../../model/metrics.js'
import { PROFILES } from '../../model/profile.js'
import type { OptimizationAutomationReport } from '../../model/session.js'
import { formatNumber, formatValue, pageName } from '../format.js'
import { html, type Markup } from './markup.js'

/** Where the time went before anything was changed, the largest causes first. */
export function diagnosis({ session }: OptimizationAutomationReport): Markup | null {
  const bottlenecks = Object.values(session.diagnoses).flat()
  if (bottlenecks.length === 0) return null
  const names = new Map(session.strategies.map(strategy => [strategy.id, strategy.name]))
  const ordered = bottlenecks.toSorted((a, b) => b.share - a.share).slice(0, 12)
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Where the time went"><table><caption>The largest causes, as a share of the metric's value on that page</caption>
<thead><tr><th scope="col">Cause</th><th scope="col">Metric</th><th scope="col" class="right">Share</th><th scope="col">Addressed by</th></tr></thead><tbody>
${ordered.map(
  item => html`<tr><th scope="row">${item.cause}<span class="interval">${pageName(item.page)}, ${PROFILES[item.profile].title}</span></th>
<td>${metric(item.metric).title}<span class="interval">${formatValue(item.metric, item.value)}</span></td><td class="right number">${formatNumber(item.share * 100)} %</td><td>${item.strategyId === null ? 'nothing yet' : (names.get(item.strategyId) ?? item.strategyId)}</td></tr>`,
)}
</tbody></table></div>`
}
