import { expect, it } from 'vitest'
import type { OptimizationOpportunity } from '../../model/session.js'
import { manifest as stability } from '../../strategies/frontend/layout-stability/manifest.js'
import { isProvedTogether, leftOutOf } from './is-proved-together.js'

it('changes are proved as one only where there is no time for each by itself, and for one that takes longer', () => {
  expect(isProvedTogether([60_000, 90_000], 310_000)).toBe(false)
  expect(isProvedTogether([60_000, 90_000], 290_000)).toBe(true)
  expect(isProvedTogether([60_000], 110_000)).toBe(true)
  expect(isProvedTogether([], 0)).toBe(false)
})

it('of a change that is predicted from the target itself, nothing else is expected', () => {
  const opportunity = (shift: number) =>
    ({
      strategy: { ...stability, validation: { criteria: [{ metric: 'cumulative-layout-shift', improvement: 0.2 }] } },
      applicable: true,
      atBest: [],
      candidates: [{ id: 'heights', predicted: { 'cumulative-layout-shift': shift } }],
    }) as unknown as OptimizationOpportunity
  // The manifest hopes for more than is predicted, and here 20 % is demanded.
  expect(stability.impact.metrics[0]?.expectedChange).toBeLessThan(-35)
  expect([...leftOutOf([opportunity(-34)], [], { pages: [] }).keys()]).toEqual(['layout-stability'])
  expect(leftOutOf([opportunity(-36)], [], { pages: [] })).toEqual(new Map())
  expect(leftOutOf([{ ...opportunity(-34), applicable: false }], [], { pages: [] })).toEqual(new Map())
})
