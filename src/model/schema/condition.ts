import { TunewrightError } from '../errors.js'
import type { MetricDefinition } from '../metrics.js'
import type { ConditionStatistic } from '../optimizer.js'
import type { ComparisonOperator } from '../strategy.js'

export const COMPARISON_OPERATORS = ['>', '>=', '<', '<=', '==', '!='] as const satisfies readonly ComparisonOperator[]

export const CONDITION_STATISTICS = [
  'p50',
  'p75',
  'p90',
  'p95',
  'p99',
  'mean',
  'max',
  'size',
  'rate',
] as const satisfies readonly ConditionStatistic[]

/** The units of a condition and how each becomes its base unit. Decimal, as in the specification: 1 kb = 1,000 bytes. */
const UNITS = {
  b: { base: 'bytes', convert: (amount: number) => amount },
  kb: { base: 'bytes', convert: (amount: number) => amount * 1_000 },
  mb: { base: 'bytes', convert: (amount: number) => amount * 1_000_000 },
  ms: { base: 'ms', convert: (amount: number) => amount },
  s: { base: 'ms', convert: (amount: number) => amount * 1_000 },
  // A division: 7 × 0.01 is not 0.07 in binary.
  '%': { base: 'ratio', convert: (amount: number) => amount / 100 },
} as const

export interface ParsedCondition<Statistic extends string = ConditionStatistic> {
  readonly statistic: Statistic
  readonly operator: ComparisonOperator
  /** In the base unit: bytes, milliseconds, or a ratio (5 % is 0.05). */
  readonly value: number
  /** The base unit that the text names; null where it names none, and the value is in the metric's own unit. */
  readonly unit: 'bytes' | 'ms' | 'ratio' | null
}

/** A parsed condition, or what is wrong with the text, as a phrase. */
export type ConditionReading<Statistic extends string = ConditionStatistic> =
  | { readonly condition: ParsedCondition<Statistic> }
  | { readonly problem: string }

const COMPARE: Record<ComparisonOperator, (value: number, threshold: number) => boolean> = {
  '>': (value, threshold) => value > threshold,
  '>=': (value, threshold) => value >= threshold,
  '<': (value, threshold) => value < threshold,
  '<=': (value, threshold) => value <= threshold,
  '==': (value, threshold) => value === threshold,
  '!=': (value, threshold) => value !== threshold,
}

/** Whether a value meets a threshold. */
export const compare = (value: number, operator: ComparisonOperator, threshold: number): boolean =>
  COMPARE[operator](value, threshold)

const PATTERN = /^(\S+)\s+(\S+)\s+(-?\d+(?:\.\d+)?)([^\d\s.]*)$/

const quoted = (names: readonly string[]) => names.join(', ')

/** Reads a condition such as `p75 > 4000` or `size > 300kb` without throwing. */
export const readCondition = (text: string): ConditionReading =>
  readConditionOn(text, CONDITION_STATISTICS, '"p75 > 4000" or "size > 300kb"')

/**
 * As `readCondition`, on statistics of another kind.
 * @param examples conditions of that kind, for the message
 */
export function readConditionOn<Statistic extends string>(
  text: string,
  statistics: readonly Statistic[],
  examples: string,
): ConditionReading<Statistic> {
  const [, statistic, operator, amount, unit] = PATTERN.exec(text) ?? []
  if (statistic === undefined || operator === undefined || amount === undefined || unit === undefined) {
    return { problem: `a statistic, an operator and a number, set apart by spaces, e.g. ${examples}` }
  }
  const known = statistics.find(name => name === statistic)
  if (known === undefined) return { problem: `a statistic (${quoted(statistics)}) instead of "${statistic}"` }
  const comparison = COMPARISON_OPERATORS.find(name => name === operator)
  if (comparison === undefined) {
    return { problem: `an operator (${quoted(COMPARISON_OPERATORS)}) instead of "${operator}"` }
  }
  if (unit === '') return { condition: { statistic: known, operator: comparison, value: Number(amount), unit: null } }
  if (!Object.hasOwn(UNITS, unit)) {
    return { problem: `a unit (${quoted(Object.keys(UNITS))}, or none) instead of "${unit}"` }
  }
  const { base, convert } = UNITS[unit as keyof typeof UNITS]
  return { condition: { statistic: known, operator: comparison, value: convert(Number(amount)), unit: base } }
}

/**
 * @returns a condition in base units: `size > 300kb` → `{statistic: 'size', operator: '>', value: 300000, unit: 'bytes'}`.
 * @throws TunewrightError INPUT_INVALID that says which part is wrong.
 */
export function parseCondition(text: string): ParsedCondition {
  const reading = readCondition(text)
  if ('condition' in reading) return reading.condition
  throw notACondition(text, reading.problem)
}

/** What is said of a text that cannot be read. */
export const notACondition = (text: string, problem: string): TunewrightError =>
  new TunewrightError('INPUT_INVALID', `"${text}" is not a condition: expected ${problem}.`, {
    remedy: `Write ${problem}.`,
    details: { value: text },
  })

/** @returns what keeps a condition from being held against a metric, as a phrase; undefined where nothing does. */
export function conditionMismatch(condition: ParsedCondition, name: string, metric: MetricDefinition) {
  const bytes = metric.unit === 'bytes'
  if (condition.statistic === 'size' && !bytes) return `a statistic other than size: ${name} is not a size`
  if (condition.statistic === 'rate' && (bytes || metric.unit === 'ms')) {
    return `a statistic other than rate: ${name} is not a rate`
  }
  const family = bytes ? 'bytes' : metric.unit === 'ms' ? 'ms' : 'ratio'
  if (condition.unit !== null && condition.unit !== family) {
    return `a value in ${metric.unit}, the unit of ${name}, instead of ${condition.unit}`
  }
  return undefined
}
