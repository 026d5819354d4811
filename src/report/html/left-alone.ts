import type { Finding, Refusal, SettingEffect } from '../../model/actuator.js'
import { conditionsHold } from '../../model/decision.js'
import type { OptimizationAutomationReport, OptimizationOpportunity } from '../../model/session.js'
import { conditionList, prerequisiteList } from './conditions.js'
import { html, type Markup } from './markup.js'

interface Plan {
  readonly name: string
  readonly findings: readonly Finding[]
  readonly refusals: readonly Refusal[]
  readonly settings: readonly SettingEffect[]
}

/** What was looked at and not touched, what was found besides, and which settings did nothing: said, never hidden. */
export function leftAlone(report: OptimizationAutomationReport): Markup {
  const { opportunities, notApplicable } = report.opportunityAnalysis
  const plans: Plan[] = report.session.results.map(({ strategy, plan }) => ({ name: strategy.name, ...plan }))
  const untried = opportunities.filter(opportunity => !opportunity.applicable)
  const parts = [
    ...untried.map(
      opportunity => html`<h3>${opportunity.strategy.name}: does not apply</h3>${reasonBesides(opportunity)}
${conditionList(opportunity.conditions)}${prerequisiteList(opportunity.prerequisites.filter(({ met }) => !met))}`,
    ),
    refusals(plans),
    findings(plans),
    settings(plans),
    notApplicable.length > 0 &&
      html`<h3>Other kinds of systems</h3><ul>${notApplicable.map(({ framework, analyzers, reason }) => html`<li>${framework}: ${reason}${analyzers.length > 0 && html` <span class="muted">(${analyzers.join(', ')} ran)</span>`}</li>`)}</ul>`,
  ].filter(part => part !== false && part !== null)
  return parts.length === 0 ? html`<p class="intro">Nothing was left alone.</p>` : html`${parts}`
}

/** The reason, where it is not what the list of conditions says anyway. */
const reasonBesides = ({ strategy, conditions, reason }: OptimizationOpportunity): Markup =>
  conditionsHold(strategy.applicability.composition, conditions)
    ? html`<p>${reason}</p>`
    : html`<p>Its conditions do not hold.</p>`

function refusals(plans: readonly Plan[]): Markup | null {
  const all = unique(
    plans.flatMap(plan => plan.refusals.map(refusal => ({ plan: plan.name, ...refusal }))),
    item => `${item.subject}\n${item.reason}`,
  )
  if (all.length === 0) return null
  return html`<details open><summary>Refused, because it could not be shown safe <span class="muted">${all.length}</span></summary>
<ul>${all.map(item => html`<li><code>${item.subject}</code>: ${item.reason} <span class="muted">(${item.plan})</span></li>`)}</ul></details>`
}

function findings(plans: readonly Plan[]): Markup | null {
  const all = unique(
    plans.flatMap(plan => plan.findings),
    item => `${item.subject}\n${item.message}`,
  )
  if (all.length === 0) return null
  return html`<details open><summary>Found on the way <span class="muted">${all.length}</span></summary>
<ul>${all.map(item => html`<li><code>${item.subject}</code>: ${item.message}</li>`)}</ul></details>`
}

function settings(plans: readonly Plan[]): Markup | null {
  const all = plans.flatMap(plan => plan.settings.map(setting => ({ plan: plan.name, ...setting })))
  if (all.length === 0) return null
  const idle = all.filter(setting => setting.effect === 'without-effect')
  return html`<details><summary>Settings of the manifests <span class="muted">${all.length - idle.length} act, ${idle.length} without effect here</span></summary>
<div class="scroll" tabindex="0" role="group" aria-label="Settings"><table><caption>What each key of the configuration did; those without effect first</caption>
<thead><tr><th scope="col">Key</th><th scope="col">Effect</th><th scope="col">Note</th></tr></thead><tbody>
${[...idle, ...all.filter(setting => setting.effect === 'acts')].map(setting => html`<tr><th scope="row"><code>${setting.key}</code><span class="interval">${setting.plan}</span></th><td>${setting.effect === 'acts' ? 'acts' : 'without effect'}</td><td>${setting.note}</td></tr>`)}
</tbody></table></div></details>`
}

function unique<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return [...new Map(items.map(item => [key(item), item])).values()]
}
