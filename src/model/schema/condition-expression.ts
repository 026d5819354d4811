import { isDuration, parseDuration } from '../duration.js'
import { METRIC_NAMES, type MetricName, metric } from '../metrics.js'
import { closest } from './closest.js'
import {
  CONDITION_STATISTICS,
  compare,
  conditionMismatch,
  notACondition,
  type ParsedCondition,
  readCondition,
} from './condition.js'

/** One comparison of a condition, e.g. `p75 > 4000`, `error-rate rate > 2% over 1h`. */
export interface ConditionTerm extends ParsedCondition {
  /** null: the metric of the trigger that it is a condition of. */
  readonly metric: MetricName | null
  /** How far back it looks, ms; null where it does not say. */
  readonly over: number | null
}

/** A condition as a tree. `all` and `any` have two parts or more. */
export type ConditionExpression =
  | { readonly kind: 'term'; readonly term: ConditionTerm }
  | { readonly kind: 'all' | 'any'; readonly of: readonly ConditionExpression[] }

export type ExpressionReading = { readonly expression: ConditionExpression } | { readonly problem: string }

/** Characters: nobody writes more, and what is nested deeper than this could be is not read. */
const LONGEST = 1_000
const DEEPEST = 20
const CLOSED_BY = ['and', 'or', ')'] as const

/** Thrown inwardly only. */
class Unreadable extends Error {}

const isEnd = (word: string | undefined): boolean => word === undefined || CLOSED_BY.some(one => one === word)

/** Reads what `readCondition` reads, with names of metrics, windows, `and`, `or` (which binds less) and parentheses. */
class Reader {
  readonly #words: readonly string[]
  #at = 0

  constructor(text: string) {
    this.#words = text
      .replaceAll(/[()]/g, ' $& ')
      .split(/\s+/)
      .filter(word => word !== '')
  }

  whole(): ConditionExpression {
    const expression = this.#any(0)
    if (this.#next() === ')') throw new Unreadable('a "(" for each ")"')
    if (this.#next() !== undefined) throw new Unreadable(`"and" or "or" instead of "${this.#next()}"`)
    return expression
  }

  #next(): string | undefined {
    return this.#words[this.#at]
  }

  #any(depth: number): ConditionExpression {
    return this.#joined('any', 'or', () => this.#joined('all', 'and', () => this.#one(depth)))
  }

  #joined(kind: 'all' | 'any', by: string, read: () => ConditionExpression): ConditionExpression {
    const first = read()
    const of = [first]
    while (this.#next() === by) {
      this.#at++
      of.push(read())
    }
    return of.length === 1 ? first : { kind, of }
  }

  #one(depth: number): ConditionExpression {
    if (this.#next() !== '(') return { kind: 'term', term: this.#term() }
    if (depth >= DEEPEST) throw new Unreadable(`at most ${DEEPEST} parentheses within each other`)
    this.#at++
    const inner = this.#any(depth + 1)
    if (this.#next() !== ')') throw new Unreadable('a ")" for each "("')
    this.#at++
    return inner
  }

  #term(): ConditionTerm {
    const name = this.#metric()
    const words: string[] = []
    while (words.length < 3 && !isEnd(this.#next())) words.push(this.#words[this.#at++]!)
    const reading = readCondition(words.join(' '))
    if ('problem' in reading) throw new Unreadable(reading.problem)
    return { ...reading.condition, metric: name, over: this.#over() }
  }

  /** A name that is none is told from a statistic that is none by what follows it. */
  #metric(): MetricName | null {
    const word = this.#next()
    if (word === undefined || isEnd(word)) return null
    const known = METRIC_NAMES.find(name => name === word)
    if (known === undefined) {
      const following = this.#words[this.#at + 1]
      if (!CONDITION_STATISTICS.some(statistic => statistic === following)) return null
      const meant = closest(word, METRIC_NAMES)
      throw new Unreadable(`the name of a metric instead of "${word}"${meant ? ` (${meant}?)` : ''}`)
    }
    this.#at++
    return known
  }

  #over(): number | null {
    if (this.#next() !== 'over') return null
    const window = this.#words[++this.#at]
    if (window === undefined || !isDuration(window) || parseDuration(window) <= 0)
      throw new Unreadable(
        `a length of time after "over", e.g. "over 1h"${window === undefined ? '' : `, instead of "${window}"`}`,
      )
    this.#at++
    return parseDuration(window)
  }
}

/**
 * Reads a condition such as `p75 > 4000`, `p75 > 4s over 1h and error-rate rate > 2%` or `(size > 300kb or count > 20) and …` without throwing.
 * `and` binds more than `or`.
 */
export function readExpression(text: string): ExpressionReading {
  if (text.length > LONGEST) return { problem: `at most ${LONGEST} characters` }
  try {
    return { expression: new Reader(text).whole() }
  } catch (error) {
    if (error instanceof Unreadable) return { problem: error.message }
    throw error
  }
}

/** @throws TunewrightError INPUT_INVALID that says which part is wrong */
export function parseExpression(text: string): ConditionExpression {
  const reading = readExpression(text)
  if ('expression' in reading) return reading.expression
  throw notACondition(text, reading.problem)
}

/** The comparisons of a condition, in the order in which they are written. */
export const termsOf = (expression: ConditionExpression): readonly ConditionTerm[] =>
  expression.kind === 'term' ? [expression.term] : expression.of.flatMap(termsOf)

/** @returns what keeps a condition of a trigger on `own` from being held against metrics, as a phrase; undefined where nothing does */
export function expressionMismatch(expression: ConditionExpression, own: MetricName): string | undefined {
  for (const term of termsOf(expression)) {
    const name = term.metric ?? own
    const mismatch = conditionMismatch(term, name, metric(name))
    if (mismatch !== undefined) return mismatch
  }
  return undefined
}

/** Whether one comparison holds; null where that is not known. */
export type TermHolds = (term: ConditionTerm) => boolean | null

/** By a value that is known, or not. */
export const holdsFor = (
  value: number | null | undefined,
  { operator, value: threshold }: ConditionTerm,
): boolean | null => (value === null || value === undefined ? null : compare(value, operator, threshold))

/** Whether a condition holds, by three-valued logic (Kleene): null where that hangs on a comparison of which it is not known. */
export function evaluateExpression(expression: ConditionExpression, holds: TermHolds): boolean | null {
  if (expression.kind === 'term') return holds(expression.term)
  const parts = expression.of.map(part => evaluateExpression(part, holds))
  const decides = expression.kind === 'any'
  if (parts.includes(decides)) return decides
  return parts.includes(null) ? null : !decides
}
