import type { ConditionResult, PrerequisiteResult } from '../../model/decision.js'
import { metric } from '../../model/metrics.js'
import { formatValue } from '../format.js'
import { prerequisiteInWords } from '../strategy-words.js'
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

export function prerequisiteList(prerequisites: readonly PrerequisiteResult[]): Markup | null {
  if (prerequisites.length === 0) return null
  return html`<ul>${prerequisites.map(
    ({ check, met, reason, remedy }) =>
      html`<li>${prerequisiteInWords(check)}: <span class="${met ? 'better' : 'worse'}">${met ? 'met' : 'not met'}</span>, ${reason}${remedy && html` <em>${remedy}</em>`}</li>`,
  )}</ul>`
}
