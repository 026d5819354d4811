import { eightyPercentInterval } from '../../model/belief-interval.js'
import type { EffectBelief } from '../../model/decision.js'
import type { Effect } from '../../model/experiment.js'
import { type MetricValues, metric } from '../../model/metrics.js'
import { shortName } from '../../model/short-name.js'
import { effectInterval, effectSize, formatConfidence, formatPercent, pageName } from '../format.js'
import { html, type Markup } from './markup.js'

/**
 * What the manifest expects, what was believed when it was decided, and what was measured afterwards, where it was.
 * @param trial what was measured of the trial that followed; none where the belief is shown by itself
 */
export function beliefTable(beliefs: readonly EffectBelief[], trial: Measured = { effects: [] }): Markup | null {
  const { effects } = trial
  if (beliefs.length === 0) return null
  const hasPrior = beliefs.some(({ prior }) => prior !== undefined)
  return html`<div class="scroll" tabindex="0" role="group" aria-label="What was believed"><table><caption>What was believed beforehand, as 80 % intervals${effects.length > 0 && ', and what was measured'}</caption>
<thead><tr><th scope="col">Metric</th>${hasPrior && html`<th scope="col">The manifest expects</th>`}<th scope="col">Believed for this project</th>${effects.length > 0 && html`<th scope="col">Measured</th>`}</tr></thead><tbody>
${beliefs.map(
  belief => html`<tr><th scope="row">${shortName(belief.metric)}<span class="interval">${basisOf(belief)}</span></th>
${hasPrior && html`<td>${belief.prior ? normal(belief.prior) : 'nothing'}</td>`}<td>${normal(belief)}</td>${effects.length > 0 && html`<td>${measured(belief, trial)}</td>`}</tr>`,
)}
</tbody></table></div>`
}

const basisOf = ({ outcomes }: EffectBelief): string =>
  outcomes === 0 ? 'no earlier outcome' : `${outcomes} earlier ${outcomes === 1 ? 'outcome' : 'outcomes'}`

interface Measured {
  readonly effects: readonly Effect[]
  /** What was counted of the target as a whole, in per cent: not all of that is an effect that something had to hold for. */
  readonly observed?: MetricValues | undefined
}

function normal(belief: Pick<EffectBelief, 'mean' | 'standardDeviation'>): Markup {
  const { low, high } = eightyPercentInterval(belief)
  return html`<strong class="number">${formatPercent(belief.mean)}</strong><span class="interval">${formatPercent(low)} to ${formatPercent(high)}</span>`
}

/** Over all pages where that was measured, else page by page. */
function measured({ metric: name }: EffectBelief, { effects, observed = {} }: Measured): Markup {
  const own = effects.filter(effect => effect.metric === name)
  const overall = own.filter(({ page }) => page === '*')
  const shown = overall.length > 0 ? overall : own
  const whole = observed[name]
  if (shown.length === 0 && whole !== undefined)
    return html`<span class="line"><span class="number">${formatPercent(whole)}</span><span class="interval">${metric(name).nature === 'counted' && 'counted, '}${pageName('*')}</span></span>`
  if (shown.length === 0) return html`<span class="muted">not measured</span>`
  return html`${shown.slice(0, 4).map(effect => html`<span class="line"><span class="number">${effectSize(effect)}</span><span class="interval">${effect.low === effect.high ? 'counted' : `${effectInterval(effect)} (${formatConfidence(effect.confidence)})`}, ${pageName(effect.page)}</span></span>`)}`
}
