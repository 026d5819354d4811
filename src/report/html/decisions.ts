import type { DecisionRecord } from '../../model/decision.js'
import type { OptimizationAutomationReport } from '../../model/session.js'
import { formatNumber } from '../format.js'
import { triesOf } from '../tries.js'
import { unseenIn } from '../unseen.js'
import { beliefTable } from './beliefs.js'
import { conditionList } from './conditions.js'
import { html, type Markup } from './markup.js'

/** What each rule says, for people. */
const RULES: Readonly<Record<string, string>> = {
  'highest-expected-gain': 'Of all strategies that apply, this one promised the most gain for each minute of proof.',
  'catalogue-order': 'The optimizer decides by rules: the next strategy of the catalogue has its turn.',
  'nothing-worth-trying': 'No strategy is left that applies and is expected to gain anything.',
  'better-sibling-first':
    'What is expected of it, from a recorded load, is worse than what is expected of the other: that one has its turn first.',
  'proved-together':
    'There is not enough time to prove each by itself: all that apply are made, one on top of the other, and proved as one change.',
  'time-budget': 'Too little time was left to carry another strategy to a verdict and to prove the whole.',
  'allowed-by-policy': 'Its risk is one that the policy lets through without asking.',
  approved: 'Its risk needs approval, which was given.',
  'approval-refused': 'Its risk needs approval, which was refused.',
  'approval-missing': 'Its risk needs approval, and nobody was there to ask.',
}

export const ruleText = (rule: string): string =>
  RULES[rule] ?? `The rule is called ${rule.replaceAll('-', ' ')}; what it rested on stands here.`

const SUBJECTS: Record<DecisionRecord['subject'], string> = {
  strategy: 'Which strategy next',
  candidate: 'Which candidate next',
  policy: 'May it be tried',
  approval: 'Was it approved',
  rollback: 'Is it taken back',
  stop: 'Whether to go on',
}

/** Every decision in order, each with its rule, what was measured and believed, and what was not chosen and why. */
export function decisions(report: OptimizationAutomationReport): Markup {
  const { automationAnalysis: analysis, session } = report
  const { alpha = null } = session.config.budget ?? {}
  return html`<p class="intro">Nothing is tried on a hunch: each decision names its rule, the values it rested on, and what was not chosen.</p>
${analysis.decisions.length === 0 ? html`<p>No decision was made.</p>` : html`<ol class="decisions">${analysis.decisions.map(record => html`<li>${decision(record, report)}</li>`)}</ol>`}
<h3>Chance of being wrong</h3><p>Everything that was tried, together, has spent <span class="number">${chance(analysis.alphaSpent)}</span>${alpha !== null && html` of the <span class="number">${chance(alpha)}</span> that the session may spend`}: the chance of having kept a change that does not help, or harms by more than is tolerated.${Object.values(
    session.finalProof,
  )
    .flatMap(({ verdict }) => unseenIn(verdict))
    .slice(0, 1)
    .map(said => ` ${said}`)}</p>
${analysis.policies.length > 0 && html`<h3>Policies</h3><ul>${analysis.policies.map(policy => html`<li>${policy}</li>`)}</ul>`}
${analysis.rolloutsDue.length > 0 && html`<h3>Rollouts that are due</h3><ul>${analysis.rolloutsDue.map(item => html`<li>${item}</li>`)}</ul>`}
${settings(report)}`
}

/** Small chances need their digits. */
const chance = (share: number): string => `${formatNumber(100 * share, 3)} %`

function decision(record: DecisionRecord, report: OptimizationAutomationReport): Markup {
  const tries = triesOf(report).filter(
    ({ result }) => record.subject === 'strategy' && result.plan.decision.id === record.id,
  )
  const plan = tries[0]?.result.plan
  const opportunity = report.opportunityAnalysis.opportunities.find(({ strategy }) => strategy.id === record.chosen)
  const conditions = record.subject === 'strategy' ? (plan?.conditions ?? opportunity?.conditions ?? []) : []
  return html`<details><summary><h3>${SUBJECTS[record.subject]}: ${chosenOf(record)}</h3> <span class="muted"><code>${record.rule}</code>, ${record.at.toISOString().slice(11, 19)} UTC</span></summary>
<p>${ruleText(record.rule)}</p>
${record.evidence.length > 0 && html`<ul>${record.evidence.map(line => html`<li>${line}</li>`)}</ul>`}
${conditions.length > 0 && html`<h4>Conditions, with what was measured</h4>${conditionList(conditions)}`}
${record.subject === 'strategy' && beliefTable(record.belief)}
${alternativeList(record.alternatives)}
${tries.length > 0 && html`<p>What came of it: ${tries.map(({ id, trial }, index) => html`${index > 0 && ', '}<a href="#${id}">${trial.candidate.title}</a>`)}.</p>`}</details>`
}

function chosenOf({ chosen, subject }: DecisionRecord): Markup {
  if (chosen !== null) return html`<strong>${chosen}</strong>`
  return html`<strong>${subject === 'stop' ? 'stop' : 'no'}</strong>`
}

/** What was not chosen, and why not. */
export function alternativeList(alternatives: DecisionRecord['alternatives']): Markup | null {
  if (alternatives.length === 0) return null
  const gain = (score: number) => `${formatNumber(100 * (1 - Math.exp(-score)), 1)} % a minute of proof`
  return html`<h4>Instead of</h4><ul>${alternatives.map(
    ({ id, score, reason }) =>
      html`<li><code>${id}</code>${score !== null && html` <span class="muted">(expected gain <span class="number">${gain(score)}</span>)</span>`}: ${reason}</li>`,
  )}</ul>`
}

/** Settings that do nothing here are said to: the others are what the decisions follow. */
function settings({ automationAnalysis, session }: OptimizationAutomationReport): Markup | null {
  const tried = new Set(session.results.map(({ optimizerId }) => optimizerId))
  const rows = Object.entries(automationAnalysis.settings)
    .filter(([optimizer]) => tried.has(optimizer))
    .flatMap(([optimizer, effects]) => effects.map(item => ({ optimizer, ...item })))
  if (rows.length === 0) return null
  return html`<details><summary>What the settings of the automation did <span class="muted">${rows.length}</span></summary>
<div class="scroll" tabindex="0" role="group" aria-label="Settings"><table><caption>Each setting of the optimizers that tried something</caption>
<thead><tr><th scope="col">Setting</th><th scope="col">Effect</th></tr></thead><tbody>
${rows.map(({ optimizer, key, effect, note }) => html`<tr><th scope="row"><code>${key}</code><span class="interval">${optimizer}</span></th><td>${effect === 'acts' ? '' : 'Without effect: '}${note}</td></tr>`)}
</tbody></table></div></details>`
}
