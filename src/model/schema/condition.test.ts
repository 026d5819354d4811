import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { metric } from '../metrics.js'
import {
  COMPARISON_OPERATORS,
  CONDITION_STATISTICS,
  conditionMismatch,
  parseCondition,
  readCondition,
} from './condition.js'

const message = (text: string) => {
  try {
    parseCondition(text)
  } catch (error) {
    return (error as Error).message
  }
  throw new Error(`${text} was accepted`)
}

describe('conditions', () => {
  it.each([
    ['p75 > 4000', { statistic: 'p75', operator: '>', value: 4000, unit: null }],
    ['size > 300kb', { statistic: 'size', operator: '>', value: 300_000, unit: 'bytes' }],
    ['size <= 1.5mb', { statistic: 'size', operator: '<=', value: 1_500_000, unit: 'bytes' }],
    ['p95 >= 2.5s', { statistic: 'p95', operator: '>=', value: 2_500, unit: 'ms' }],
    ['rate > 7%', { statistic: 'rate', operator: '>', value: 0.07, unit: 'ratio' }],
    ['mean != 0', { statistic: 'mean', operator: '!=', value: 0, unit: null }],
    ['max < 12ms', { statistic: 'max', operator: '<', value: 12, unit: 'ms' }],
    ['size == 9b', { statistic: 'size', operator: '==', value: 9, unit: 'bytes' }],
  ])('%s', (text, parsed) => {
    expect(parseCondition(text)).toEqual(parsed)
  })

  it('says which part is wrong', () => {
    expect(message('p42 > 4000')).toContain('a statistic (p50, p75')
    expect(message('p75 => 4000')).toContain('instead of "=>"')
    expect(message('size > 300kib')).toContain('a unit (b, kb, mb, ms, s, %, or none) instead of "kib"')
    expect(message('p75>4000')).toContain('set apart by spaces')
    expect(message('p75 > many')).toContain('a number')
    expect(message('')).toContain('e.g. "p75 > 4000"')
  })

  it('holds a metric’s unit against the condition’s', () => {
    const mismatch = (text: string, name: 'bundle-size' | 'load-time' | 'error-rate') =>
      conditionMismatch(parseCondition(text), name, metric(name))
    expect(mismatch('size > 300kb', 'bundle-size')).toBeUndefined()
    expect(mismatch('p75 > 4s', 'load-time')).toBeUndefined()
    expect(mismatch('rate > 5%', 'error-rate')).toBeUndefined()
    expect(mismatch('p75 > 4kb', 'load-time')).toContain('a value in ms')
    expect(mismatch('size > 4', 'load-time')).toContain('not a size')
    expect(mismatch('rate > 4', 'bundle-size')).toContain('not a rate')
  })

  const statistics = fc.constantFrom(...CONDITION_STATISTICS)
  const operators = fc.constantFrom(...COMPARISON_OPERATORS)
  const factors = { '': 1, b: 1, kb: 1_000, mb: 1_000_000, ms: 1, s: 1_000 }

  it('reads every text that the grammar can write', () => {
    const units = fc.constantFrom(...(Object.keys(factors) as (keyof typeof factors)[]))
    fc.assert(
      fc.property(statistics, operators, fc.nat(1e9), units, (statistic, operator, amount, unit) => {
        const parsed = parseCondition(`${statistic} ${operator} ${amount}${unit}`)
        expect(parsed).toMatchObject({ statistic, operator, value: amount * factors[unit] })
      }),
    )
  })

  it('reads percentages as ratios', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), percent => {
        expect(parseCondition(`rate > ${percent}%`).value).toBe(percent / 100)
      }),
    )
  })

  it('never throws while reading, and never reads half a text', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const reading = readCondition(text)
        expect('condition' in reading || reading.problem.length > 0).toBe(true)
      }),
    )
    fc.assert(
      fc.property(statistics, operators, fc.nat(), fc.string({ minLength: 1 }), (statistic, operator, amount, tail) => {
        fc.pre(!/^(\d|\.\d|b$|kb$|mb$|ms$|s$|%$)/.test(tail))
        expect(readCondition(`${statistic} ${operator} ${amount}${tail}`)).toHaveProperty('problem')
      }),
    )
  })
})
