import type { OptimizationAutomationReport } from '../../model/session.js'
import { triesOf } from '../tries.js'
import { html, type Markup, prose } from './markup.js'

/** What a person should do now: recommendations, what it takes to decide the undecided, and what is due but needs real visits. */
export function next(report: OptimizationAutomationReport): Markup {
  const undecided = triesOf(report).flatMap(({ trial, outcome, id }) =>
    outcome === 'inconclusive' ? [{ id, title: trial.candidate.title, takes: trial.verdict.wouldTake }] : [],
  )
  const watches = report.session.results
    .filter(result => result.success)
    .flatMap(result => [
      ...result.validation.continuous.map(check => `${check.name.replaceAll('-', ' ')}: ${check.due}`),
      `watch ${result.strategy.monitoring.metrics.join(', ')} for ${result.strategy.monitoring.duration} after release (${result.strategy.name})`,
    ])
  const due = [...new Set([...report.automationAnalysis.rolloutsDue, ...watches])]
  return html`${
    report.recommendations.length === 0
      ? html`<p class="intro">No recommendation: nothing that was measured asks for one.</p>`
      : html`<ol class="steps">${report.recommendations.map(item => html`<li><strong>${item.title}.</strong> ${prose(item.reason)} <span class="line">${inCode(item.action)}</span></li>`)}</ol>`
  }
${undecided.length > 0 && html`<h3>Still undecided</h3><ul>${undecided.map(({ id, title, takes }) => html`<li><a href="#${id}">${title}</a>: ${takes ? html`to decide it takes ${prose(takes)}` : 'what it would take could not be estimated'}</li>`)}</ul>`}
${due.length > 0 && html`<h3>Due after release</h3><p class="muted">The lab proves a change; these need real visits and have not been done.</p><ul>${due.map(item => html`<li>${item}</li>`)}</ul>`}`
}

/** Commands that stand between backticks are set as code. */
const inCode = (text: string): Markup =>
  html`${text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`

/** What is left to try, in order. */
export function roadmap({ roadmap: steps }: OptimizationAutomationReport): Markup {
  if (steps.length === 0) {
    return html`<p class="intro">Nothing is left on it: every strategy that applies was carried to a verdict.</p>`
  }
  return html`<ol class="steps">${steps.map(step => html`<li><strong>${step.title}</strong>, ${step.risk} risk. Expected: ${step.expected.replace(/\.$/, '') || 'not known'}. Rollout: ${step.rollout.replace(/\.$/, '')}.</li>`)}</ol>`
}
