import type { EffectBelief } from '../../model/decision.js'
import type { Effect } from '../../model/experiment.js'
import { shortName } from '../../model/short-name.js'
import { effectInterval, effectSize, formatConfidence, formatPercent, pageName } from '../format.js'
import { html, type Markup } from './markup.js'

/** Half the width of an 80 % interval of a normal distribution, in standard deviations. */
const EIGHTY_PERCENT = 1.2816

/**
 * What the manifest expects, what was believed when it was decided, and what was measured afterwards, where it was.
 * @param effects of the trial that followed; none where the belief is shown by itself
 */
export function beliefTable(beliefs: readonly EffectBelief[], effects: readonly Effect[] = []): Markup | null {
  if (beliefs.length === 0) return null
  const hasPrior = beliefs.some(({ prior }) => prior !== undefined)
  return html`<div class="scroll" tabindex="0" role="group" aria-label="What was believed"><table><caption>What was believed beforehand, as 80 % intervals${effects.length > 0 && ', and what was measured'}</caption>
<thead><tr><th scope="col">Metric</th>${hasPrior && html`<th scope="col">The manifest expects</th>`}<th scope="col">Believed for this project</th>${effects.length > 0 && html`<th scope="col">Measured</th>`}</tr></thead><tbody>
${beliefs.map(
  belief => html`<tr><th scope="row">${shortName(belief.metric)}<span class="interval">${basisOf(belief)}</span></th>
${hasPrior && html`<td>${belief.prior ? normal(belief.prior) : 'nothing'}</td>`}<td>${normal(belief)}</td>${effects.length > 0 && html`<td>${measured(belief, effects)}</td>`}</tr>`,
)}
</tbody></table></div>`
}

const basisOf = ({ outcomes }: EffectBelief): string =>
  outcomes === 0 ? 'no earlier outcome' : `${outcomes} earlier ${outcomes === 1 ? 'outcome' : 'outcomes'}`

function normal({ mean, standardDeviation }: { readonly mean: number; readonly standardDeviation: number }): Markup {
  const reach = EIGHTY_PERCENT * standardDeviation
  return html`<strong class="number">${formatPercent(mean)}</strong><span class="interval">${formatPercent(mean - reach)} to ${formatPercent(mean + reach)}</span>`
}

/** Over all pages where that was measured, else page by page. */
function measured({ metric }: EffectBelief, effects: readonly Effect[]): Markup {
  const own = effects.filter(effect => effect.metric === metric)
  const overall = own.filter(({ page }) => page === '*')
  const shown = overall.length > 0 ? overall : own
  if (shown.length === 0) return html`<span class="muted">not measured</span>`
  return html`${shown.slice(0, 4).map(effect => html`<span class="line"><span class="number">${effectSize(effect)}</span><span class="interval">${effect.low === effect.high ? 'counted' : `${effectInterval(effect)} (${formatConfidence(effect.confidence)})`}, ${pageName(effect.page)}</span></span>`)}`
}
