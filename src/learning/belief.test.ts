import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eightyPercentInterval } from '../model/belief-interval.js'
import type { OptimizationStrategy } from '../model/strategy.js'
import { effectBeliefs } from './belief.js'
import { expectedGain, rankByExpectedGain } from './choice.js'
import { estimateInsights, insightsOf } from './insight.js'

const strategy = {
  id: 'code-splitting',
  impact: { metrics: [{ name: 'initial-bundle-size', expectedChange: -30, unit: 'percentage' }], businessValue: {} },
} as unknown as OptimizationStrategy

const outcome = (observed: number, strategyId = 'code-splitting') => ({
  strategyId,
  targetId: 'shop',
  features: {},
  predicted: {},
  observed: { 'initial-bundle-size': observed },
})

const only = <T>(items: readonly T[]): T => {
  expect(items).toHaveLength(1)
  return items[0] as T
}

describe('beliefs', () => {
  it("start from the manifest's expected change", () => {
    const belief = only(effectBeliefs(strategy, []))
    expect(belief).toMatchObject({ metric: 'initial-bundle-size', mean: -30, outcomes: 0 })
  })

  it('move towards outcomes of the same strategy and become narrower', () => {
    const before = only(effectBeliefs(strategy, []))
    const after = only(effectBeliefs(strategy, [outcome(-70), outcome(-72), outcome(-10, 'image-optimization')]))
    expect(after.outcomes).toBe(2)
    expect(after.mean).toBeLessThan(-50)
    expect(after.mean).toBeGreaterThan(-72)
    expect(after.standardDeviation).toBeLessThan(before.standardDeviation)
  })

  it('stay between the prior and the outcomes, whatever these are', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -99, max: 300, noNaN: true }), { minLength: 1, maxLength: 30 }), values => {
        const belief = only(
          effectBeliefs(
            strategy,
            values.map(value => outcome(value)),
          ),
        )
        expect(belief.mean).toBeGreaterThanOrEqual(Math.min(-30, ...values) - 1e-9)
        expect(belief.mean).toBeLessThanOrEqual(Math.max(-30, ...values) + 1e-9)
      }),
    )
  })

  it('expect nothing to lose more than all of it, nor everything of what may well remain', () => {
    const { low, high } = eightyPercentInterval({ mean: -66.1, standardDeviation: 30.04 })
    expect([low, high].map(value => value.toFixed(1))).toEqual(['-89.1', '-27.6'])
    expect(eightyPercentInterval({ mean: -100, standardDeviation: 50 }).low).toBe(-100)
    expect(eightyPercentInterval({ mean: 20, standardDeviation: 2 }).low).toBeCloseTo(17.5, 1)
    fc.assert(
      fc.property(
        fc.double({ min: -100, max: 300, noNaN: true }),
        fc.double({ min: 0, max: 200, noNaN: true }),
        (mean, standardDeviation) => {
          const interval = eightyPercentInterval({ mean, standardDeviation })
          expect(interval.low).toBeGreaterThanOrEqual(-100)
          expect(interval.low).toBeLessThanOrEqual(mean + 1e-9)
          expect(interval.high).toBeGreaterThanOrEqual(mean)
        },
      ),
    )
  })

  it('take a prediction from the target into account', () => {
    expect(only(effectBeliefs(strategy, [], { 'initial-bundle-size': -80 })).mean).toBeLessThan(-40)
  })
})

describe('choice', () => {
  const believing = (mean: number) => [
    { metric: 'largest-contentful-paint' as const, mean, standardDeviation: 10, outcomes: 0 },
  ]

  it('prefers the larger gain a minute', () => {
    const ranked = rankByExpectedGain([
      { id: 'slow', beliefs: believing(-30), minutes: 10 },
      { id: 'quick', beliefs: believing(-30), minutes: 2 },
      { id: 'harmful', beliefs: believing(10), minutes: 1 },
    ])
    expect(ranked.map(option => option.id)).toEqual(['quick', 'slow', 'harmful'])
    expect(ranked[2]?.score).toBeLessThan(0)
  })

  it('values what is felt above what is only smaller', () => {
    const bytes = [{ metric: 'bundle-size' as const, mean: -30, standardDeviation: 1, outcomes: 0 }]
    expect(expectedGain(believing(-10))).toBeGreaterThan(expectedGain(bytes))
    expect(expectedGain([...believing(-30), ...bytes])).toBeGreaterThan(expectedGain(believing(-30)))
    expect(expectedGain([...believing(-60), ...bytes])).toBeGreaterThan(
      expectedGain([...believing(-30), { ...bytes[0]!, mean: -60 }]),
    )
  })
})

describe('insights', () => {
  it('say whether the outcome was within what was expected', () => {
    const beliefs = effectBeliefs(strategy, [])
    expect(only(insightsOf('code-splitting', beliefs, { 'initial-bundle-size': -40 })).withinInterval).toBe(true)
    expect(only(insightsOf('code-splitting', beliefs, { 'initial-bundle-size': 60 })).withinInterval).toBe(false)
    expect(insightsOf('code-splitting', beliefs, {})).toEqual([])
  })

  it('say so of what was estimated from recorded loads', () => {
    const metric = 'largest-contentful-paint'
    const estimates = [{ metric, profile: 'mobile', change: -30, low: -40, high: -18 }] as const
    const insight = only(estimateInsights('code-splitting', estimates, { [metric]: -35 }))
    expect(insight).toMatchObject({ metric, predicted: -30, observed: -35, withinInterval: true })
    expect(insight.message).toContain('estimated from one load −30.0 % (80 %: −40.0 % to −18.0 %)')
    expect(only(estimateInsights('code-splitting', estimates, { [metric]: 2 })).withinInterval).toBe(false)
    expect(estimateInsights('code-splitting', estimates, {})).toEqual([])
  })
})
