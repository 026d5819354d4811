import { metric } from '../model/metrics.js'
import type {
  ApplicabilityRules,
  OptimizationStrategy,
  PrerequisiteCheck,
  RollbackTrigger,
  ValidationCriterion,
} from '../model/strategy.js'
import { formatNumber, formatValue } from './format.js'

/** What a manifest says, in words: the same in the pages of the strategies and on the command line. */

const OPERATORS = {
  '>': 'more than',
  '>=': 'at least',
  '<': 'less than',
  '<=': 'at most',
  '==': 'exactly',
  '!=': 'anything but',
} as const

/** @returns e.g. `First Contentful Paint: more than 1.00 s`, one for each condition. */
export const conditionsInWords = ({ conditions }: ApplicabilityRules): string[] =>
  conditions.map(
    ({ metric: name, operator, threshold }) =>
      `${metric(name).title}: ${OPERATORS[operator]} ${formatValue(name, threshold)}`,
  )

const share = (value: number): string => `${formatNumber(100 * value, Number.isInteger(100 * value) ? 0 : 1)} %`

/** Whose loads a criterion is about. */
const ofLoads = (criterion: ValidationCriterion): string =>
  'percentile' in criterion ? ` (of the ${criterion.percentile}th percentile of loads)` : ''

export const criterionInWords = (criterion: ValidationCriterion): string => {
  const { title } = metric(criterion.metric)
  const loads = ofLoads(criterion)
  if ('improvement' in criterion) return `${title}: better by at least ${share(criterion.improvement)}${loads}`
  if ('minimum' in criterion) return `${title}: at least ${formatValue(criterion.metric, criterion.minimum)}`
  if ('maximum' in criterion) return `${title}: at most ${formatValue(criterion.metric, criterion.maximum)}${loads}`
  return title
}

export const triggerInWords = (trigger: RollbackTrigger): string => {
  const { title } = metric(trigger.metric)
  return 'threshold' in trigger
    ? `${title}: past ${formatValue(trigger.metric, trigger.threshold)}`
    : `${title}: worse by more than ${share(trigger.degradation)}`
}

export const prerequisiteInWords = (check: PrerequisiteCheck): string => {
  if (check.type === 'tool') return `${check.requirement} ${check.version}`
  if (check.type === 'metric') return `${check.requirement} over ${check.duration}`
  if (check.type === 'infrastructure') return `${check.requirement}: ${check.capability}`
  return `${check.requirement} (fallback ${check.fallback})`
}

/** What is believed before anything is known of a target. */
export const expectationsInWords = ({ impact }: Pick<OptimizationStrategy, 'impact'>): string[] =>
  impact.metrics.map(
    ({ name, expectedChange, unit }) =>
      `${metric(name).title} ${expectedChange > 0 ? '+' : ''}${unit === 'percentage' ? `${formatNumber(expectedChange)} %` : formatValue(name, expectedChange)}`,
  )
