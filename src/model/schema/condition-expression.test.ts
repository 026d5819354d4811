import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { METRIC_NAMES } from '../metrics.js'
import { COMPARISON_OPERATORS, CONDITION_STATISTICS } from './condition.js'
import {
  type ConditionExpression,
  evaluateExpression,
  expressionMismatch,
  holdsFor,
  parseExpression,
  readExpression,
  termsOf,
} from './condition-expression.js'

const problem = (text: string): string => {
  const reading = readExpression(text)
  if ('problem' in reading) return reading.problem
  throw new Error(`${text} was accepted`)
}

const term = (statistic: string, operator: string, value: number, more = {}) => ({
  kind: 'term',
  term: { statistic, operator, value, unit: null, metric: null, over: null, ...more },
})

describe('conditions of several comparisons', () => {
  it('reads the simple form as one comparison of the trigger’s own metric', () => {
    expect(parseExpression('p75 > 4000')).toEqual(term('p75', '>', 4000))
    expect(parseExpression('size > 300kb')).toEqual(term('size', '>', 300_000, { unit: 'bytes' }))
  })

  it('reads names, windows, and, or and parentheses; and binds more than or', () => {
    const slow = term('p75', '>', 4000, { unit: 'ms', over: 3_600_000 })
    const failing = term('rate', '>', 0.02, { unit: 'ratio', metric: 'error-rate' })
    const large = term('size', '>', 300_000, { unit: 'bytes', metric: 'bundle-size' })
    expect(parseExpression('p75 > 4s over 1h and error-rate rate > 2%')).toEqual({ kind: 'all', of: [slow, failing] })
    expect(parseExpression('bundle-size size > 300kb or p75 > 4s over 1h and error-rate rate > 2%')).toEqual({
      kind: 'any',
      of: [large, { kind: 'all', of: [slow, failing] }],
    })
    expect(parseExpression('(bundle-size size > 300kb or p75 > 4s over 1h) and error-rate rate > 2%')).toEqual({
      kind: 'all',
      of: [{ kind: 'any', of: [large, slow] }, failing],
    })
  })

  it('says which part is wrong', () => {
    expect(problem('')).toContain('e.g. "p75 > 4000"')
    expect(problem('p75 > 4000 and')).toContain('a statistic, an operator and a number')
    expect(problem('p75 > 4000 p75 < 5000')).toBe('"and" or "or" instead of "p75"')
    expect(problem('(p75 > 4000')).toBe('a ")" for each "("')
    expect(problem('p75 > 4000)')).toBe('a "(" for each ")"')
    expect(problem('eror-rate rate > 2%')).toBe('the name of a metric instead of "eror-rate" (error-rate?)')
    expect(problem('p42 > 4000')).toContain('instead of "p42"')
    expect(problem('p75 > 4000 over')).toBe('a length of time after "over", e.g. "over 1h"')
    expect(problem('p75 > 4000 over noon')).toContain('instead of "noon"')
    expect(problem('p75 > 4000 over 0h')).toContain('instead of "0h"')
    expect(problem('('.repeat(30))).toContain('at most 20 parentheses')
    expect(problem(`p75 > ${'1'.repeat(2_000)}`)).toContain('at most 1000 characters')
  })

  it('holds each comparison against the unit of its metric', () => {
    const mismatch = (text: string) => expressionMismatch(parseExpression(text), 'load-time')
    expect(mismatch('p75 > 4s and error-rate rate > 2%')).toBeUndefined()
    expect(mismatch('p75 > 4s and error-rate rate > 2kb')).toContain('error-rate')
    expect(mismatch('p75 > 4kb or error-rate rate > 2%')).toContain('load-time')
  })
})

describe('whether it holds', () => {
  const known: Record<string, number> = { p50: 1, p75: 3 }
  const holds = (text: string) =>
    evaluateExpression(parseExpression(text), term => holdsFor(known[term.statistic], term))

  it('is told where what is not known makes no difference, and else not', () => {
    expect(holds('p75 > 2')).toBe(true)
    expect(holds('p99 > 2')).toBeNull()
    expect(holds('p99 > 2 or p75 > 2')).toBe(true)
    expect(holds('p99 > 2 and p75 > 2')).toBeNull()
    expect(holds('p99 > 2 and p75 > 9')).toBe(false)
    expect(holds('p99 > 2 or p75 > 9')).toBeNull()
    expect(holds('(p99 > 2 or p75 > 9) and p50 > 1')).toBe(false)
  })

  const terms = fc
    .record({
      metric: fc.option(fc.constantFrom(...METRIC_NAMES)),
      statistic: fc.constantFrom(...CONDITION_STATISTICS),
      operator: fc.constantFrom(...COMPARISON_OPERATORS),
      value: fc.nat(9),
      over: fc.option(fc.nat(1_000).map(hours => hours + 1)),
    })
    .map((one): ConditionExpression => {
      const over = one.over === null ? null : one.over * 3_600_000
      return { kind: 'term', term: { ...one, over, unit: null } }
    })
  const { expression } = fc.letrec<{ expression: ConditionExpression }>(tie => ({
    expression: fc.oneof(
      { maxDepth: 4 },
      terms,
      fc.record({
        kind: fc.constantFrom('all' as const, 'any' as const),
        of: fc.array(tie('expression'), { minLength: 2, maxLength: 3 }),
      }),
    ),
  }))
  const written = (one: ConditionExpression): string => {
    if (one.kind !== 'term') return `(${one.of.map(written).join(one.kind === 'all' ? ' and ' : ' or ')})`
    const { metric, statistic, operator, value, over } = one.term
    return `${metric === null ? '' : `${metric} `}${statistic} ${operator} ${value}${over === null ? '' : ` over ${over / 3_600_000}h`}`
  }

  it('reads back whatever can be written, and what a known value decides stays so whatever the others turn out to be', () => {
    fc.assert(
      fc.property(expression, fc.array(fc.option(fc.nat(9)), { minLength: 30, maxLength: 30 }), (one, values) => {
        const text = written(one)
        fc.pre(text.length <= 1_000)
        const read = parseExpression(text)
        expect(read).toEqual(one)
        const at = termsOf(read)
        const told = evaluateExpression(read, term => holdsFor(values[at.indexOf(term) % values.length], term))
        if (told === null) return
        for (const unknown of [0, 5, 9])
          expect(
            evaluateExpression(read, term => holdsFor(values[at.indexOf(term) % values.length] ?? unknown, term)),
          ).toBe(told)
      }),
    )
  })

  it('never throws while reading', () => {
    const words = fc.constantFrom('(', ')', 'and', 'or', 'over', '1h', 'p75', '>', '4s', 'error-rate', 'x')
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words, { maxLength: 12 }).map(list => list.join(' ')),
        ),
        text => {
          const reading = readExpression(text)
          expect('expression' in reading || reading.problem.length > 0).toBe(true)
        },
      ),
    )
  })
})
