import { describe, expect, it } from 'vitest'
import { evaluateApplicability } from './applicability.js'

const rules = (composition: 'and' | 'or') => ({
  conditions: [
    { metric: 'bundle-size' as const, operator: '>' as const, threshold: 250_000 },
    { metric: 'load-time' as const, operator: '>' as const, threshold: 3000 },
  ],
  composition,
})

describe('applicability', () => {
  it('needs one condition for "or", all for "and", and shows the values', () => {
    const metrics = { 'bundle-size': 400_000, 'load-time': 1000 }
    expect(evaluateApplicability(rules('or'), metrics)).toMatchObject({ applies: true })
    const strict = evaluateApplicability(rules('and'), metrics)
    expect(strict.applies).toBe(false)
    expect(strict.conditions.map(condition => [condition.value, condition.holds])).toEqual([
      [400_000, true],
      [1000, false],
    ])
  })

  it('gives values and thresholds in the metric’s unit', () => {
    const { reason } = evaluateApplicability(rules('or'), { 'bundle-size': 130_679, 'load-time': 1000 })
    expect(reason).toBe(
      'JavaScript of a first visit is 130,679 bytes (not > 250,000 bytes), Load time is 1,000 ms (not > 3,000 ms)',
    )
  })

  it('is not met by a metric that was not measured', () => {
    const result = evaluateApplicability(rules('or'), {})
    expect(result.applies).toBe(false)
    expect(result.reason).toContain('not measured')
  })

  it.each([
    ['>', 2, 1, true],
    ['>', 1, 1, false],
    ['>=', 1, 1, true],
    ['<', 1, 1, false],
    ['<=', 1, 1, true],
    ['==', 1, 1, true],
    ['!=', 1, 1, false],
  ] as const)('%s compares %d with %d', (operator, value, threshold, holds) => {
    const conditions = [{ metric: 'load-time' as const, operator, threshold }]
    expect(evaluateApplicability({ conditions, composition: 'and' }, { 'load-time': value }).applies).toBe(holds)
  })
})
