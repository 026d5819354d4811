import type { Proving, ProvingOutcome } from '../../model/proving.js'
import { redactDocument } from '../../model/redaction/index.js'
import { formatDuration, formatNumber } from '../format.js'
import { blocksText, PROVING_TITLES, toDecideText, versionName } from '../proving-words.js'
import { reasonOf } from '../seen.js'
import { reserveOf } from '../standing.js'
import { pageOf } from './document.js'
import { figuresOf } from './headline.js'
import { html, type Markup, prose } from './markup.js'
import { provingSections } from './proving-sections.js'
import { worthKnowing } from './worth-knowing.js'

const TONES: Readonly<Record<ProvingOutcome, string>> = {
  better: 'better',
  'not-worse': 'better',
  'no-gain': 'wait',
  undecided: 'wait',
  worse: 'worse',
  broken: 'worse',
}

/**
 * What came of a comparison, as one HTML file of the same kind as a session's report. All text that comes from a project or from measurement is
 * escaped, and secrets in it are taken out.
 */
export function renderProvingPage(whole: Proving): string {
  const proving = redactDocument(whole)
  const { base, candidate, outcome, proof, pages, changes, caveats, startedAt } = proving
  const toDecide = toDecideText(proving)
  return pageOf({
    title: PROVING_TITLES[outcome],
    kind: 'Tunewright comparison',
    about: `${versionName(candidate)} against ${versionName(base)}`,
    madeAt: startedAt,
    summary: html`<p class="lead">${versionName(candidate)} against ${versionName(base)}. ${prose(reasonOf(proof.verdict))}</p>
${toDecide !== null && html`<p>${prose(toDecide)}</p>`}
${facts(proving, TONES[outcome])}
${outcome !== 'broken' && figuresOf(proof, pages, changes, reserveOf(proof.verdict))}${worthKnowing(caveats)}`,
    sections: provingSections(proving),
  })
}

function facts({ outcome, proof, milliseconds, aim }: Proving, tone: string): Markup {
  const { blocks, alphaSpent, outcome: judged } = proof.verdict
  return html`<dl class="facts"><div><dt>Result</dt><dd class="${tone}">${outcome.replace('-', ' ')}</dd></div><div><dt>Asked</dt><dd>${aim === 'better' ? 'is it better?' : 'is it not worse?'}</dd></div><div><dt>Measured</dt><dd>${blocksText(blocks)} in ${formatDuration(milliseconds)}</dd></div>
${judged === 'kept' && html`<div><dt>Chance that this is wrong</dt><dd>at most ${formatNumber(100 * alphaSpent, 3)} %</dd></div>`}</dl>`
}
