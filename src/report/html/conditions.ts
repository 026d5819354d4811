import type { ConditionResult, EffectBelief, PrerequisiteResult } from '../../model/decision.js'
import { metric } from '../../model/metrics.js'
import type { PrerequisiteCheck } from '../../model/strategy.js'
import { formatPercent, formatValue, shortName } from '../format.js'
import { html, type Markup } from './markup.js'

/** The conditions of a strategy with the values they were held against. */
export function conditionList(conditions: readonly ConditionResult[]): Markup | null {
  if (conditions.length === 0) return null
  return html`<ul>${conditions.map(condition => {
    const value = condition.value === null ? 'could not be measured' : formatValue(condition.metric, condition.value)
    const asked = `${condition.operator} ${formatValue(condition.metric, condition.threshold)}`
    return html`<li>${metric(condition.metric).title} <strong class="number">${value}</strong> (asked: <span class="number">${asked}</span>): <span class="${condition.holds ? 'better' : 'muted'}">${condition.holds ? 'holds' : 'does not hold'}</span></li>`
  })}</ul>`
}

const requirementOf = (check: PrerequisiteCheck): string => {
  if (check.type === 'tool') return `${check.requirement} ${check.version}`
  if (check.type === 'metric') return `${check.requirement} over ${check.duration}`
  if (check.type === 'infrastructure') return `${check.requirement}: ${check.capability}`
  return `${check.requirement} (fallback ${check.fallback})`
}

export function prerequisiteList(prerequisites: readonly PrerequisiteResult[]): Markup | null {
  if (prerequisites.length === 0) return null
  return html`<ul>${prerequisites.map(
    ({ check, met, reason, remedy }) =>
      html`<li>${requirementOf(check)}: <span class="${met ? 'better' : 'worse'}">${met ? 'met' : 'not met'}</span>, ${reason}${remedy && html` <em>${remedy}</em>`}</li>`,
  )}</ul>`
}

/** Half the width of an 80 % interval of a normal distribution, in standard deviations. */
const EIGHTY_PERCENT = 1.2816

/** What was believed before the experiment, as 80 % intervals. */
export function beliefList(beliefs: readonly EffectBelief[]): Markup | null {
  if (beliefs.length === 0) return null
  return html`<ul>${beliefs.map(belief => {
    const reach = EIGHTY_PERCENT * belief.standardDeviation
    const basis =
      belief.outcomes === 0
        ? 'from the manifest alone'
        : `from ${belief.outcomes} earlier ${belief.outcomes === 1 ? 'outcome' : 'outcomes'}`
    return html`<li>${shortName(belief.metric)} <strong class="number">${formatPercent(belief.mean)}</strong> (80 %: <span class="number">${formatPercent(belief.mean - reach)} to ${formatPercent(belief.mean + reach)}</span>), ${basis}</li>`
  })}</ul>`
}
