import type { Effect, Judgement, Verdict } from '../../model/experiment.js'
import { metric } from '../../model/metrics.js'
import { PROFILES } from '../../model/profile.js'
import {
  directionOf,
  effectInterval,
  effectSize,
  excludesZero,
  formatConfidence,
  formatValue,
  isEffectKnown,
  pageName,
} from '../format.js'
import { INTERVALS_DIFFER, seenOf } from '../seen.js'
import { intervalPlot, type Scale, sharedScale, toleranceOf } from './interval-plot.js'
import { html, type Markup } from './markup.js'

/** Measured effects with their intervals, what visitors feel first. */
export function effectTable(effects: readonly Effect[], caption: string, tolerance: number): Markup | null {
  if (effects.length === 0) return null
  const scale = sharedScale(effects, tolerance)
  // A criterion and a guard may rest on the same effect.
  const ordered = unique(effects).sort((a, b) => Number(metric(b.metric).felt) - Number(metric(a.metric).felt))
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table class="cards"><caption>${caption}</caption>
<thead><tr><th scope="col">Metric</th><th scope="col">Before → after</th><th scope="col">Change and interval</th></tr></thead>
<tbody>${ordered.map(effect => effectRow(effect, scale, tolerance))}</tbody></table></div>`
}

const unique = (effects: readonly Effect[]): Effect[] => [
  ...new Map(effects.map(effect => [JSON.stringify(effect), effect])).values(),
]

function effectRow(effect: Effect, scale: Scale, tolerance: number): Markup {
  const tone = excludesZero(effect) ? directionOf(effect.metric, effect.estimate) : 'same'
  const isOpen = !excludesZero(effect) && effect.low !== effect.high && isEffectKnown(effect)
  const profile = effect.profile === '*' ? 'all profiles' : PROFILES[effect.profile].title
  const interval =
    effect.low === effect.high
      ? 'counted'
      : `${effectInterval(effect)} (${formatConfidence(effect.confidence)}, ${effect.blocks} blocks)`
  return html`<tr><th scope="row">${metric(effect.metric).title}<span class="interval">${pageName(effect.page)}, ${profile}</span></th>
<td><span class="number">${formatValue(effect.metric, effect.baseline)}</span> → <span class="number">${formatValue(effect.metric, effect.candidate)}</span></td>
<td><span class="change ${tone}">${effectSize(effect)}</span><span class="interval">${interval}${isOpen && ': no difference shown'}</span>${intervalPlot(effect, scale, toleranceOf(effect, tolerance))}</td></tr>`
}

const KINDS: Record<Judgement['kind'], string> = {
  felt: 'Felt by visitors',
  criterion: 'Criterion',
  guard: 'Guard',
  constraint: 'Constraint',
  trigger: 'Rollback trigger',
  steadiness: 'Steadiness',
}

const OUTCOMES: Record<Judgement['outcome'], { readonly word: string; readonly tone: string }> = {
  met: { word: 'Met', tone: 'better' },
  unmet: { word: 'Not met', tone: 'worse' },
  undecided: { word: 'Undecided', tone: 'wait' },
}

/** Few blocks say nothing of how steady something is, and hinder nothing. */
const NOT_KNOWN = { word: 'Not known', tone: 'wait' }

/** What a visitor may feel is held apart: one of those suffices, and one that does not hold breaks no promise. */
const FELT_OUTCOMES: typeof OUTCOMES = {
  met: { word: 'Shown', tone: 'better' },
  unmet: { word: 'Not shown', tone: 'wait' },
  undecided: { word: 'Undecided', tone: 'wait' },
}

/** Everything that had to hold for the change to be kept, the failures first; then what visitors may feel, of which one has to be better. */
export function judgements(verdict: Verdict, tolerance: number): Markup | null {
  const felt = verdict.judgements.filter(({ kind }) => kind === 'felt')
  const others = verdict.judgements.filter(({ kind }) => kind !== 'felt')
  const shown = felt.filter(({ outcome }) => outcome === 'met').length
  return html`${verdict.judgements.some(({ effect }) => effect) && html`<p class="muted small">${INTERVALS_DIFFER}</p>`}${judgementTable(others, 'What had to hold', OUTCOMES, ['unmet', 'undecided', 'met'], tolerance)}${
    felt.length > 0 &&
    html`<p class="muted small">Of what visitors feel, over all pages, one metric that is shown better suffices; the guards see to it that none gets worse. Shown here: ${shown} of ${felt.length}.${verdict.bytesOnly && ' What it saves alone sufficed.'}</p>`
  }${judgementTable(felt, 'What visitors feel: one suffices', FELT_OUTCOMES, ['met', 'undecided', 'unmet'], tolerance)}`
}

function judgementTable(
  rowsOf: readonly Judgement[],
  title: string,
  words: typeof OUTCOMES,
  order: readonly Judgement['outcome'][],
  tolerance: number,
): Markup | null {
  if (rowsOf.length === 0) return null
  const ordered = [...rowsOf].sort((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome))
  const rows = ordered.map(judgement => {
    const isUnknown = judgement.kind === 'steadiness' && judgement.outcome === 'undecided'
    const { word, tone } = isUnknown ? NOT_KNOWN : words[judgement.outcome]
    return html`<tr><th scope="row">${judgement.requirement}<span class="interval">${KINDS[judgement.kind]}</span></th>
<td>${seenOf(judgement)}${judgement.effect && guarded(judgement, judgement.effect, tolerance)}</td><td class="outcome ${tone}">${word}</td></tr>`
  })
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${title}"><table class="cards"><caption>${title}</caption>
<thead><tr><th scope="col">Requirement</th><th scope="col">Seen</th><th scope="col">Outcome</th></tr></thead><tbody>${rows}</tbody></table></div>`
}

/** A guard's interval against what it tolerates. A trigger has a threshold of its own, which its requirement names. */
function guarded({ kind }: Judgement, effect: Effect, tolerance: number): Markup | null {
  if (kind !== 'guard') return null
  const tolerated = toleranceOf(effect, tolerance)
  const sign = metric(effect.metric).better === 'lower' ? 1 : -1
  return html`<span class="interval">tolerated: up to ${effectSize(effect, sign * tolerated)}</span>${intervalPlot(effect, sharedScale([effect], tolerated), tolerated)}`
}

/** What broke, page by page. */
export function breakageList(verdict: Verdict): Markup | null {
  if (verdict.breakages.length === 0) return null
  return html`<h4>What broke</h4><ul>${verdict.breakages.map(
    breakage =>
      html`<li><strong>${breakage.check.replaceAll('-', ' ')}</strong> on ${pageName(breakage.page)}: ${breakage.message}</li>`,
  )}</ul>`
}
