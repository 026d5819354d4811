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
