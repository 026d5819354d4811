import { createHash } from 'node:crypto'
import { html, type Markup, trusted } from './markup.js'
import { SCRIPT } from './script.js'
import { STYLES } from './styles.js'

/** A part of the page that its contents list names. */
export interface PageSection {
  readonly id: string
  readonly title: string
  readonly content: Markup
  /** Further attributes of its element. */
  readonly attributes?: Markup
}

export interface PageParts {
  readonly title: string
  /** What the line at the top says besides the kind of report. */
  readonly about: string
  readonly kind: string
  readonly madeAt: Date
  /** The result, without its heading. */
  readonly summary: Markup
  readonly summaryAttributes?: Markup
  readonly sections: readonly PageSection[]
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

/** A report as one HTML file: no external resource, readable without scripts, in light and dark, on a phone and on paper. */
export function pageOf({ title, about, kind, madeAt, summary, summaryAttributes, sections }: PageParts): string {
  const at = madeAt.toISOString()
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${trusted(STYLES)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the result</a>
<div class="page">
<header class="bar"><p>${kind} <span class="muted">· ${about} · <time datetime="${at}">${at.slice(0, 10)}</time></span></p></header>
<main id="main" tabindex="-1">
<section id="summary" class="summary"${summaryAttributes && html` ${summaryAttributes}`} aria-labelledby="summary-title"><h1 id="summary-title">${title}</h1>
${summary}</section>
<nav aria-label="Contents"><ul>${sections.map(section => html`<li><a href="#${section.id}">${section.title}</a></li>`)}</ul></nav>
<div class="tools"></div>
${sections.map(
  ({ id, title: heading, content, attributes }) =>
    html`<section id="${id}"${attributes && html` ${attributes}`} aria-labelledby="${id}-title"><h2 id="${id}-title">${heading}</h2>
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
