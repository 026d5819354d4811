import type { OptimizationAutomationReport, OptimizationOpportunity } from '../../model/session.js'
import { shortName } from '../../model/short-name.js'
import { formatNumber, formatPercent } from '../format.js'
import { diagnosis } from './diagnosis/index.js'
import { html, type Markup } from './markup.js'

/** The analysis: where the time went, which strategies could do something about it, and what they are believed to be worth. */
export function found(report: OptimizationAutomationReport): Markup {
  const { opportunityAnalysis: analysis } = report
  const { statistics } = analysis
  return html`${diagnosis(report) ?? html`<p class="intro">No cause stood out.</p>`}
<h3>What could be done</h3><p>Each strategy as it was found when it was last asked, those that were tried before they were: ${statistics.opportunitiesIdentified === 0 ? 'none applies' : html`${formatNumber(statistics.opportunitiesIdentified)} ${statistics.opportunitiesIdentified === 1 ? 'strategy applies' : 'strategies apply'}, together expected to gain <span class="number">${formatNumber(statistics.estimatedImprovementPotential, 1)} %</span> (an estimate, not a measurement). Complexity ${statistics.implementationComplexity}, risk ${statistics.riskLevel}`}.</p>
${opportunities(analysis.opportunities)}
${estimations(report)}`
}

function opportunities(all: readonly OptimizationOpportunity[]): Markup | null {
  if (all.length === 0) return null
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Opportunities"><table><caption>Every strategy that was asked</caption>
<thead><tr><th scope="col">Strategy</th><th scope="col">Applies</th><th scope="col">Why</th></tr></thead><tbody>
${all.map(({ strategy, applicable, reason, optimizerId }) => html`<tr id="opportunity-${strategy.id}"><th scope="row">${strategy.name}<span class="interval">${optimizerId}</span></th><td>${applicable ? 'yes' : 'no'}</td><td>${reason}</td></tr>`)}
</tbody></table></div>`
}

function estimations({ opportunityAnalysis, session }: OptimizationAutomationReport): Markup | null {
  const names = new Map(session.strategies.map(strategy => [strategy.id, strategy.name]))
  const { impactEstimations } = opportunityAnalysis
  if (impactEstimations.length === 0) return null
  return html`<details><summary>What they are believed to be worth <span class="muted">${impactEstimations.length} estimates</span></summary>
<div class="scroll" tabindex="0" role="group" aria-label="Estimates"><table><caption>Believed changes with 80 % intervals: estimates, not measurements</caption>
<thead><tr><th scope="col">Strategy</th><th scope="col">Believed change</th><th scope="col">Rests on</th></tr></thead><tbody>
${impactEstimations.map(({ strategyId, metric, expected, low, high, basis }) => html`<tr><th scope="row">${names.get(strategyId) ?? strategyId}<span class="interval">${shortName(metric)}</span></th><td><strong class="number">${formatPercent(expected)}</strong><span class="interval">${formatPercent(low)} to ${formatPercent(high)}</span></td><td>${basis}</td></tr>`)}
</tbody></table></div></details>`
}
