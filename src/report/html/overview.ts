import type { OptimizationAutomationReport } from '../../model/session.js'
import { effectLine, headlineGain } from '../effect-text.js'
import { sameReasons } from '../same-reason.js'
import { reasonOf } from '../seen.js'
import { triesOf } from '../tries.js'
import { html, type Markup, prose } from './markup.js'
import { BADGES } from './try-card.js'

/** Everything that was tried, a line each: what it was, what came of it, and why. */
export function overview(report: OptimizationAutomationReport): Markup {
  const tries = triesOf(report)
  const same = sameReasons(tries)
  const rows = report.optimizationOverview.map((row, index) => ({ ...row, attempt: tries[index] }))
  if (rows.length === 0) {
    return html`<p class="intro">Nothing was tried: no strategy applied, or none was worth its time. What was looked at is below.</p>`
  }
  return html`<div class="scroll" tabindex="0" role="group" aria-label="What was tried"><table class="overview"><caption>What was tried, in order</caption>
<thead><tr><th scope="col">Change</th><th scope="col">Outcome</th></tr></thead><tbody>
${rows.map(({ candidate, name, outcome, reason, attempt }) => {
  const { badge, tone } = BADGES[attempt?.outcome ?? outcome]
  const gain = attempt?.outcome === 'kept' ? headlineGain(attempt.trial.verdict.effects) : undefined
  const why = attempt
    ? (same.get(attempt.id) ?? reasonOf({ reason, judgements: attempt.trial.verdict.judgements }))
    : reason
  return html`<tr><th scope="row">${attempt ? html`<a href="#${attempt.id}">${candidate}</a>` : candidate}<span class="interval">${name}</span><span class="line small">${gain ? effectLine(gain) : prose(why)}</span></th>
<td><span class="badge ${tone}">${badge}</span></td></tr>`
})}
</tbody></table></div>`
}
