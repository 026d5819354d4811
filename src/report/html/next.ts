import type { OptimizationAutomationReport } from '../../model/session.js'
import { html, type Markup } from './markup.js'

/** What a person should do now: recommendations, the roadmap, and what is due but needs real visits. */
export function next(report: OptimizationAutomationReport): Markup {
  const { recommendations, roadmap } = report
  const watches = report.session.results
    .filter(result => result.success)
    .flatMap(result => [
      ...result.validation.continuous.map(check => `${check.name.replaceAll('-', ' ')}: ${check.due}`),
      `watch ${result.strategy.monitoring.metrics.join(', ')} for ${result.strategy.monitoring.duration} after release (${result.strategy.name})`,
    ])
  const due = [...new Set([...report.automationAnalysis.rolloutsDue, ...watches])]
  return html`${
    recommendations.length === 0
      ? html`<p class="intro">No recommendation beyond looking through the branch.</p>`
      : html`<ol class="steps">${recommendations.map(item => html`<li><strong>${item.title}.</strong> ${item.reason} <br>${item.action}</li>`)}</ol>`
  }
${roadmap.length > 0 && html`<h3>Roadmap</h3><ol class="steps">${roadmap.map(step => html`<li><strong>${step.title}</strong>, ${step.risk} risk. Expected: ${step.expected} Rollout: ${step.rollout}</li>`)}</ol>`}
${due.length > 0 && html`<h3>Due after release</h3><p class="muted">The lab proves a change; these need real visits and have not been done.</p><ul>${due.map(item => html`<li>${item}</li>`)}</ul>`}`
}
