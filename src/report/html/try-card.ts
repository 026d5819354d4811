import type { EstimatedEffect } from '../../model/estimate.js'
import { type MetricName, metric } from '../../model/metrics.js'
import { shortName } from '../../model/short-name.js'
import { effectSize, excludesZero, formatDuration, formatPercent } from '../format.js'
import { reasonOf } from '../seen.js'
import { shownOtherwise } from '../shown-otherwise.js'
import { reserveOf } from '../standing.js'
import type { Try } from '../tries.js'
import { beliefTable } from './beliefs.js'
import { conditionList } from './conditions.js'
import { alternativeList, ruleText } from './decisions.js'
import { breakageList, effectTable, judgements } from './evidence.js'
import { filmstrips } from './filmstrip.js'
import { html, type Markup, prose } from './markup.js'
import { pictureTable } from './pictures.js'

/** What the outcome of a try is called. */
export const BADGES: Record<Try['outcome'], { readonly badge: string; readonly tone: string }> = {
  kept: { badge: 'Kept', tone: 'kept' },
  rejected: { badge: 'Put back', tone: 'rejected' },
  inconclusive: { badge: 'Undecided, put back', tone: 'inconclusive' },
  needless: { badge: 'No longer needed, taken out', tone: 'rejected' },
  dropped: { badge: 'Dropped after the final run', tone: 'rejected' },
  'taken-back': { badge: 'Kept, then taken back', tone: 'inconclusive' },
}

/** One thing tried: what it is, what came of it, why it was tried, the evidence, and what was changed. */
export function tryCard(attempt: Try): Markup {
  const { result, trial, outcome, tolerance } = attempt
  const { verdict, candidate } = trial
  const { badge, tone } = BADGES[outcome]
  return html`<article class="${tone}${reserveOf(verdict) && ' reserved'}" id="${attempt.id}" aria-labelledby="${attempt.id}-title">
<header><span class="badge">${badge}${outcome === 'kept' && verdict.bytesOnly && ' · bytes only'}</span><h3 id="${attempt.id}-title">${candidate.title}</h3>
<p class="muted small">${result.strategy.name} <code>${result.strategy.id}/${candidate.id}</code>${trial.commit && html` · commit <code>${trial.commit.slice(0, 12)}</code>`}</p></header>
<p class="reason">${prose(reasonOf(verdict))}</p>
${outcome === 'needless' && html`<p>It was kept by itself, and <a href="#together">no longer helped beside the others</a>: the same speed needs one change less.</p>`}
${outcome === 'dropped' && html`<p>It was kept by itself, and taken out again because the branch as a whole was not proved with it.</p>`}
${outcome === 'taken-back' && html`<p>It was proved and handed over, and rolled back afterwards because somebody asked for it.</p>`}
${verdict.wouldTake && html`<p>To decide it: ${prose(verdict.wouldTake)}</p>`}
${verdict.bytesOnly && html`<p class="muted">Fewer bytes, but nothing that a visitor would feel was shown.</p>`}
${shownOtherwise(trial.applied).map(sentence => html`<p>${sentence}</p>`)}
${breakageList(verdict)}
${effectTable(foremost(attempt), 'Measured against the unchanged project', tolerance)}
${evidence(attempt)}
${why(attempt)}
${whatChanged(attempt)}
${pictureTable(trial.applied?.pictures ?? [])}
${strips(attempt)}
</article>`
}

/** What most readers want to see at once: what visitors feel and what the strategy promises, at most eight lines. */
function foremost({ result, trial }: Try) {
  const promised = new Set<MetricName>([
    ...result.strategy.impact.metrics.map(({ name }) => name),
    ...result.strategy.validation.criteria.map(criterion => criterion.metric),
  ])
  const isForemost = (name: MetricName) => metric(name).felt || promised.has(name)
  const size = (effect: { low: number; high: number; estimate: number }) =>
    excludesZero(effect) ? Math.abs(effect.estimate) : 0
  return trial.verdict.effects
    .filter(effect => isForemost(effect.metric) && effect.scale === 'relative')
    .sort((a, b) => size(b) - size(a))
    .slice(0, 8)
}

function evidence(attempt: Try): Markup {
  const { tolerance } = attempt
  const { verdict, milliseconds } = attempt.trial
  const checks = [...attempt.result.validation.preOptimization, ...attempt.result.validation.postOptimization]
  return html`<details><summary>Evidence <span class="muted">${verdict.blocks} paired blocks, ${formatDuration(milliseconds)}</span></summary>
${judgements(verdict, tolerance)}
${effectTable(verdict.effects, 'Every effect measured; the band is what a guard tolerates', tolerance)}
${checks.length > 0 && html`<h4>Checks of this strategy</h4><ul>${checks.map(check => html`<li>${check.name.replaceAll('-', ' ')}: <span class="${check.passed ? 'better' : 'worse'}">${check.passed ? 'passed' : 'failed'}</span>, ${check.evidence}</li>`)}</ul>`}
</details>`
}

function why({ result, trial }: Try): Markup {
  const { decision } = result.plan
  const predicted = Object.entries(trial.candidate.predicted) as [MetricName, number][]
  return html`<details><summary>Why it was tried</summary>
<h4>Conditions, with what was measured</h4>${conditionList(result.plan.conditions)}
<h4>Predicted for this project</h4>
${predicted.length > 0 && html`<ul>${predicted.map(([name, value]) => html`<li>${shortName(name)} <strong class="number">${formatPercent(value)}</strong>${observed(trial, name)}</li>`)}</ul>`}
<p class="muted">${trial.candidate.basis}</p>
${estimates(trial.estimated ?? [])}
${beliefTable(decision.belief, { effects: trial.verdict.effects, observed: trial.observed })}
<h4>Decided by the rule <code>${decision.rule}</code></h4>
<p>${ruleText(decision.rule)}</p>
${decision.evidence.length > 0 && html`<ul>${decision.evidence.map(line => html`<li>${line}</li>`)}</ul>`}
${alternativeList(decision.alternatives)}
</details>`
}

/** What one recorded load of each arm let expect, before any was timed. */
const estimates = (estimated: readonly EstimatedEffect[]): Markup | null =>
  estimated.length === 0
    ? null
    : html`<h4>Estimated from one load of each version, before any was timed</h4>
<ul>${estimated.map(({ metric, profile, change, low, high }) => html`<li>${shortName(metric)} on ${profile} <strong class="number">${formatPercent(change)}</strong> <span class="muted">80 %: <span class="number">${formatPercent(low)}</span> to <span class="number">${formatPercent(high)}</span></span></li>`)}</ul>`

function observed({ verdict, observed: counted }: Try['trial'], name: MetricName): Markup | null {
  const found = verdict.effects.filter(effect => effect.metric === name && effect.scale === 'relative')
  const whole = counted?.[name]
  if (found.length === 0)
    return whole === undefined
      ? null
      : html` <span class="muted">measured: <span class="number">${formatPercent(whole)}</span></span>`
  const sizes = [...found].sort((a, b) => a.estimate - b.estimate).map(effect => effectSize(effect))
  const range = sizes.length === 1 ? sizes[0] : `${sizes[0]} to ${sizes.at(-1)} by page`
  return html` <span class="muted">measured: <span class="number">${range}</span></span>`
}

function whatChanged({ trial, outcome, result }: Try): Markup | null {
  const { applied } = trial
  if (!applied) return null
  const restored =
    outcome !== 'kept' && result.execution.restored && 'Put back: the files are byte for byte as they were.'
  return html`<details><summary>What was changed <span class="muted">${applied.details.length} ${applied.details.length === 1 ? 'edit' : 'edits'}</span></summary>
<p>${applied.summary} ${restored}</p>
${applied.details.length > 0 && html`<ul>${applied.details.map(detail => html`<li>${detail}</li>`)}</ul>`}
${trial.diffStat && html`<p class="muted small"><code>${trial.diffStat}</code></p>`}
${applied.refusals.length > 0 && html`<h4>Left alone</h4><ul>${applied.refusals.map(refusal => html`<li><code>${refusal.subject}</code>: ${refusal.reason}</li>`)}</ul>`}
</details>`
}

function strips({ trial }: Try): Markup | null {
  const shown = filmstrips(trial.filmstrips, (page, profile) => {
    const effect = trial.verdict.effects.find(
      ({ metric: name, page: its, profile: own }) =>
        name === 'largest-contentful-paint' && its === page && own === profile,
    )
    return effect ? { baseline: effect.baseline, candidate: effect.candidate } : {}
  })
  return shown && html`<details><summary>Filmstrips of this trial</summary>${shown}</details>`
}
