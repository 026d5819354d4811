import type { InteractionEffect } from '../../model/ablation.js'
import type { Effect } from '../../model/experiment.js'
import { metric } from '../../model/metrics.js'
import { PROFILES } from '../../model/profile.js'
import type { OptimizationAutomationReport } from '../../model/session.js'
import {
  ABLATION_WORDS,
  type AblationLine,
  type AblationRow,
  ablationAbout,
  ablationRows,
  interactionSize,
  interactionWord,
  wereProvedAlone,
} from '../ablation-rows.js'
import { directionOf, effectInterval, effectSize, excludesZero, formatConfidence } from '../format.js'
import { html, type Markup, prose } from './markup.js'

/** What each kept change does beside the others; null where no two were kept. */
export function ablation(report: OptimizationAutomationReport): Markup | null {
  const rows = ablationRows(report)
  if (rows.length === 0) return null
  const last =
    wereProvedAlone(rows) &&
    html` The last column says how much more (or less) of a metric is left beside the others than its own proof alone would have it: what company takes from a gain, or adds to it.`
  return html`<p class="intro">${ablationAbout(rows)}${last}</p>
${rows.map(row)}`
}

const row = ({ change, title, id, lines }: AblationRow): Markup => {
  const { word, tone } = ABLATION_WORDS[change.verdict]
  return html`<h3>${id ? html`<a href="#${id}">${title}</a>` : title} <span class="badge ${tone}">${word}${change.takenOut && ', taken out'}</span></h3>
<p>${prose(change.reason)}</p>
${lines.length > 0 && table(title, lines)}`
}

const table = (title: string, lines: readonly AblationLine[]): Markup =>
  lines.every(({ own }) => own === null) ? besideTable(title, lines) : bothTable(title, lines)

/** Of a change without a proof of its own. */
const besideTable = (title: string, lines: readonly AblationLine[]): Markup =>
  html`<div class="scroll" tabindex="0" role="group" aria-label="${title}: beside the others"><table class="cards"><caption>${title}: beside the others</caption>
<thead><tr><th scope="col">Metric</th><th scope="col">Beside the others</th></tr></thead>
<tbody>${lines.map(({ beside, ...of }) => html`<tr>${metricCell(of)}<td>${effect(beside, 'beside the others')}</td></tr>`)}</tbody></table></div>`

const bothTable = (title: string, lines: readonly AblationLine[]): Markup =>
  html`<div class="scroll" tabindex="0" role="group" aria-label="${title}: beside the others"><table class="cards"><caption>${title}: by itself and beside the others</caption>
<thead><tr><th scope="col">Metric</th><th scope="col">At its own proof</th><th scope="col">Beside the others</th><th scope="col">What company does</th></tr></thead>
<tbody>${lines.map(line)}</tbody></table></div>`

const line = ({ own, beside, ...of }: AblationLine): Markup =>
  html`<tr>${metricCell(of)}
<td>${own && effect(own.alone, 'at its own proof')}</td><td>${effect(beside, 'beside the others')}</td>
<td>${own && company(own.interaction)}</td></tr>`

const metricCell = ({ metric: name, profile }: Pick<AblationLine, 'metric' | 'profile'>): Markup =>
  html`<th scope="row">${metric(name).title}<span class="interval">all pages, ${profile === '*' ? 'all profiles' : PROFILES[profile].title}</span></th>`

const company = (interaction: InteractionEffect): Markup =>
  html`${interactionWord(interaction)}<span class="interval"><span class="number">${interactionSize(interaction, interaction.estimate)}</span> (${formatConfidence(interaction.confidence)}: ${interactionSize(interaction, interaction.low)} to ${interactionSize(interaction, interaction.high)})</span>`

function effect(of: Effect, when: string): Markup {
  const isShown = excludesZero(of)
  const tone = isShown ? directionOf(of.metric, of.estimate) : 'same'
  return html`<span class="change ${tone}">${effectSize(of)}</span><span class="interval">${when}: ${effectInterval(of)} (${formatConfidence(of.confidence)}, ${of.blocks} blocks)${!isShown && ': no difference shown'}</span>`
}
