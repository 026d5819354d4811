import type { OptimizationAutomationReport } from '../../model/session.js'
import { measuredFor, UNPROVED_ABOUT, unprovedWholes } from '../unproved-wholes.js'
import { html, type Markup, prose } from './markup.js'

/** What was not upheld as one before the final verdict; null where everything was proved at once. */
export function unproved(report: OptimizationAutomationReport): Markup | null {
  const wholes = unprovedWholes(report)
  if (wholes.length === 0) return null
  return html`<p class="intro">${UNPROVED_ABOUT}</p>
<ol>${wholes.map(
    whole => html`<li><p><b>${whole.names.join(', ')}</b>: ${whole.outcome}, ${measuredFor(whole)}.</p>
<p>${prose(whole.reason)}</p></li>`,
  )}</ol>`
}
