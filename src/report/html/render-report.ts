import { createHash } from 'node:crypto'
import { redactDocument } from '../../model/redaction/index.js'
import type { OptimizationAutomationReport } from '../../model/session.js'
import { warningsOf } from '../caveats.js'
import { countTries, triesOf } from '../tries.js'
import { figures } from './headline.js'
import { html, trusted } from './markup.js'
import type { PicturePreviews } from './pictures.js'
import { SCRIPT } from './script.js'
import { sectionsOf } from './sections.js'
import { STYLES } from './styles.js'

export interface RenderOptions {
  /** Small pictures before and after, by source path; absent where nobody looked for them. */
  readonly previews?: PicturePreviews
}

/** In what the measured pages were not those that visitors see, where the figures are read. */
const worthKnowing = ({ session }: OptimizationAutomationReport) => {
  const warnings = warningsOf(session)
  return (
    warnings.length > 0 &&
    html`<ul class="small muted" aria-label="Worth knowing">${warnings.map(message => html`<li>${message}</li>`)}</ul>`
  )
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Nothing is loaded from anywhere, and nothing runs but our own few lines. */
const POLICY = [
  "default-src 'none'",
  'img-src data:',
  `style-src ${hashOf(STYLES)}`,
  `script-src ${hashOf(SCRIPT)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/**
 * The whole report as one HTML file: no external resource, readable without scripts, in light and dark, on a phone and on paper.
 * All text that comes from the project or from measurement is escaped, and secrets in it are taken out.
 */
export function renderReport(whole: OptimizationAutomationReport, options: RenderOptions = {}): string {
  const report = redactDocument(whole)
  const sections = sectionsOf(report, options.previews ?? null)
  const targets = report.session.config.targets.map(target => target.name).join(', ')
  const { executiveSummary: summary } = report
  const at = report.generatedAt.toISOString()
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${summary.headline}</title>
<style>${trusted(STYLES)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the result</a>
<div class="page">
<header class="bar"><p>Tunewright report <span class="muted">· ${targets} · <time datetime="${at}">${at.slice(0, 10)}</time></span></p></header>
<main id="main" tabindex="-1">
<section id="summary" class="summary" data-field="executiveSummary" aria-labelledby="summary-title"><h1 id="summary-title">${summary.headline}</h1>
<p class="lead">${summary.story}</p>
${outcome(report)}
${figures(report)}${worthKnowing(report)}</section>
<nav aria-label="Contents"><ul>${sections.map(section => html`<li><a href="#${section.id}">${section.title}</a></li>`)}</ul></nav>
<div class="tools"></div>
${sections.map(
  ({ id, title, fields, content }) =>
    html`<section id="${id}"${fields.length > 0 && html` data-field="${fields.join(' ')}"`} aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${content}</section>`,
)}
</main>
<footer>Made by Tunewright, ${at}. Sizes: 1 kB = 1,000 bytes. Only what an interval shows to differ from nothing is called a change.</footer>
</div>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`
  return page.text
}

function outcome(report: OptimizationAutomationReport) {
  const counts = countTries(triesOf(report))
  const branches = Object.values(report.session.delivery).flatMap(({ branch, patch }) => branch ?? patch ?? [])
  return html`<dl class="facts"><div><dt>Kept</dt><dd class="better">${counts.kept}</dd></div><div><dt>Put back</dt><dd class="worse">${counts.rejected}</dd></div><div><dt>Undecided</dt><dd class="wait">${counts.inconclusive}</dd></div>
${branches.length > 0 && html`<div><dt>Branch</dt><dd><code>${branches.join(', ')}</code></dd></div>`}</dl>`
}
