import type { BusinessValue, LearningInsight } from '../../model/decision.js'
import { metric } from '../../model/metrics.js'
import { shortName as nameOf } from '../../model/short-name.js'
import { formatNumber, formatPercent } from '../format.js'
import { html, type Markup } from './markup.js'

/** Predicted against observed: how good the forecasts were that decided what to try. */
export function learning(insights: readonly LearningInsight[]): Markup {
  if (insights.length === 0) return html`<p class="intro">No outcome to learn from.</p>`
  const within = insights.filter(insight => insight.withinInterval).length
  return html`<p class="intro">${within} of ${insights.length} outcomes fell inside their 80 % prediction interval.</p>
<div class="scroll" tabindex="0" role="group" aria-label="Predicted and observed"><table><caption>Predicted and observed change</caption>
<thead><tr><th scope="col">Metric</th><th scope="col" class="right">Predicted</th><th scope="col" class="right">Observed</th><th scope="col">Within 80 %</th></tr></thead><tbody>
${insights.map(
  insight => html`<tr><th scope="row">${nameOf(insight.metric)}<span class="interval">${insight.message}</span></th>
<td class="right number">${formatPercent(insight.predicted)}</td><td class="right number">${formatPercent(insight.observed)}</td><td class="${insight.withinInterval ? 'better' : 'wait'}">${insight.withinInterval ? 'yes' : 'no'}</td></tr>`,
)}
</tbody></table></div>`
}

const titles: Record<string, string> = Object.fromEntries(
  (['conversionRate', 'bounceRate', 'seoScore', 'userExperience'] as const).map(name => [name, metric(name).title]),
)

/** Business metrics: measured from visits, a composite of checks in the lab, an estimate that says so, or nothing yet. */
export function business(values: Readonly<Record<string, BusinessValue>>): Markup | null {
  const entries = Object.entries(values)
  if (entries.length === 0) return null
  const text = (value: BusinessValue) => {
    if (value.kind === 'needs-visits') return 'not known: it needs real visits'
    if (value.kind === 'lab')
      return `${formatNumber(value.before, 2)} → ${formatNumber(value.after, 2)} of 1, by checks in the lab`
    if (value.kind === 'estimate') return `${formatPercent(value.value * 100)}, an estimate: ${value.basis}`
    return `${formatNumber(value.value, 3)} (${formatNumber(value.low, 3)} to ${formatNumber(value.high, 3)}), from ${formatNumber(value.visits)} visits`
  }
  return html`<h3>Business</h3><ul>${entries.map(([name, value]) => html`<li>${titles[name] ?? name}: ${text(value)}</li>`)}</ul>`
}
