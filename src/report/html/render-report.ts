import { redactDocument } from '../../model/redaction/index.js'
import type { OptimizationAutomationReport } from '../../model/session.js'
import { warningsOf } from '../caveats.js'
import { countTries, triesOf } from '../tries.js'
import { pageOf } from './document.js'
import { figures } from './headline.js'
import { html, prose } from './markup.js'
import type { PicturePreviews } from './pictures.js'
import { sectionsOf } from './sections.js'
import { worthKnowing } from './worth-knowing.js'

export interface RenderOptions {
  /** Small pictures before and after, by source path; absent where nobody looked for them. */
  readonly previews?: PicturePreviews
}

/**
 * The whole report as one HTML file. All text that comes from the project or from measurement is escaped, and secrets in it are taken out.
 */
export function renderReport(whole: OptimizationAutomationReport, options: RenderOptions = {}): string {
  const report = redactDocument(whole)
  const { executiveSummary } = report
  return pageOf({
    title: executiveSummary.headline,
    kind: 'Tunewright report',
    about: report.session.config.targets.map(target => target.name).join(', '),
    madeAt: report.generatedAt,
    summaryAttributes: html`data-field="executiveSummary"`,
    summary: html`<p class="lead">${prose(executiveSummary.story)}</p>
${outcome(report)}
${figures(report)}${worthKnowing(warningsOf(report.session))}`,
    sections: sectionsOf(report, options.previews ?? null).map(({ fields, ...section }) => ({
      ...section,
      ...(fields.length > 0 && { attributes: html`data-field="${fields.join(' ')}"` }),
    })),
  })
}

function outcome(report: OptimizationAutomationReport) {
  const counts = countTries(triesOf(report))
  const branches = Object.values(report.session.delivery).flatMap(({ branch, patch }) => branch ?? patch ?? [])
  return html`<dl class="facts"><div><dt>Kept</dt><dd class="better">${counts.kept}</dd></div><div><dt>Put back</dt><dd class="worse">${counts.rejected}</dd></div><div><dt>Undecided</dt><dd class="wait">${counts.inconclusive}</dd></div>
${branches.length > 0 && html`<div><dt>Branch</dt><dd><code>${branches.join(', ')}</code></dd></div>`}</dl>`
}
