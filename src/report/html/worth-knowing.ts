import { html, type Markup, prose } from './markup.js'

/** In what the measured pages were not those that visitors see, where the figures are read. */
export const worthKnowing = (warnings: readonly string[]): Markup | null =>
  warnings.length === 0
    ? null
    : html`<ul class="small muted" aria-label="Worth knowing">${warnings.map(message => html`<li>${prose(message)}</li>`)}</ul>`
