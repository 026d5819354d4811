import { createHash } from 'node:crypto'
import { redactDocument } from '../../model/redaction/index.js'
import type { OptimizationAutomationReport } from '../../model/session.js'
import { countTries, headlineChanges, triesOf } from '../tries.js'
import { diagnosis } from './diagnosis.js'
import { filmstrips } from './filmstrip.js'
import { figures, headline } from './headline.js'
import { business, learning } from './learning.js'
import { leftAlone } from './left-alone.js'
import { html, type Markup, trusted } from './markup.js'
import { method } from './method.js'
import { next } from './next.js'
import type { PicturePreviews } from './pictures.js'
import { SCRIPT } from './script.js'
import { STYLES } from './styles.js'
import { tryCard } from './try-card.js'

export interface RenderOptions {
  /** Small pictures before and after, by source path. */
  readonly previews?: PicturePreviews
}

interface Section {
  readonly id: string
  readonly title: string
  readonly content: Markup | null
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
  const sections = sectionsOf(report, options.previews ?? new Map()).filter(section => section.content !== null)
  const targets = report.session.config.targets.map(target => target.name).join(', ')
  const deliveries = Object.values(report.session.delivery)
  const branches = deliveries.flatMap(({ branch, patch }) => branch ?? patch ?? [])
  const { executiveSummary: summary } = report
  const counts = countTries(triesOf(report))
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${targets}: ${summary.headline}</title>
<style>${trusted(STYLES)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the result</a>
<div class="page">
<header class="masthead">
<p class="kicker">Tunewright report · ${targets} · <time datetime="${report.generatedAt.toISOString()}">${report.generatedAt.toISOString().slice(0, 10)}</time></p>
<h1>${summary.headline}</h1>
<p class="lead">${summary.story}</p>
<dl class="facts"><div><dt>Kept</dt><dd class="better">${counts.kept}</dd></div><div><dt>Put back</dt><dd class="worse">${counts.rejected}</dd></div><div><dt>Undecided</dt><dd class="wait">${counts.inconclusive}</dd></div>
${branches.length > 0 && html`<div><dt>Branch</dt><dd><code>${branches.join(', ')}</code></dd></div>`}</dl>
${figures(report)}
<nav aria-label="Contents"><ul>${sections.map(section => html`<li><a href="#${section.id}">${section.title}</a></li>`)}</ul></nav>
<div class="tools"></div>
</header>
<main id="main" tabindex="-1">
${sections.map(
  section => html`<section id="${section.id}" aria-labelledby="${section.id}-title"><h2 id="${section.id}-title">${section.title}</h2>
${section.content}</section>`,
)}
</main>
<footer>Made by Tunewright, ${report.generatedAt.toISOString()}. Sizes: 1 kB = 1,000 bytes.</footer>
</div>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`
  return page.text
}

function sectionsOf(report: OptimizationAutomationReport, previews: PicturePreviews): readonly Section[] {
  const tries = triesOf(report)
  const kept = tries.filter(({ outcome }) => outcome === 'kept')
  const putBack = tries.filter(({ outcome }) => outcome !== 'kept')
  const changes = headlineChanges(report)
  const strips = Object.values(report.session.finalProof).flatMap(proof => proof.filmstrips)
  const lcp = (page: string, profile: string) => {
    const row = changes.find(
      change => change.metric === 'largest-contentful-paint' && change.page === page && change.profile === profile,
    )
    return row ? { baseline: row.before, candidate: row.after } : {}
  }
  const none = (text: string) => html`<p class="intro">${text}</p>`
  return [
    { id: 'result', title: 'Before and after', content: headline(changes) },
    { id: 'filmstrips', title: 'What visitors see', content: filmstrips(strips, lcp) },
    {
      id: 'kept',
      title: 'What was kept',
      content: kept.length === 0 ? none('Nothing.') : html`${kept.map(attempt => tryCard(attempt, previews))}`,
    },
    {
      id: 'put-back',
      title: 'What was tried and put back',
      content:
        putBack.length === 0
          ? none('Nothing: everything that was tried was kept.')
          : html`${putBack.map(attempt => tryCard(attempt, previews))}`,
    },
    { id: 'left-alone', title: 'What was left alone', content: leftAlone(report) },
    { id: 'diagnosis', title: 'Where the time went', content: diagnosis(report) },
    { id: 'next', title: 'What to do next', content: next(report) },
    {
      id: 'learning',
      title: 'What was learned',
      content: html`${learning(report.learningInsights)}${business(report.performanceImpact.business)}`,
    },
    { id: 'method', title: 'How this was established', content: method(report) },
  ]
}
