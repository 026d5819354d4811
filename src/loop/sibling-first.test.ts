import { expect, it } from 'vitest'
import type { Candidate } from '../model/actuator.js'
import type { EstimatedEffect } from '../model/estimate.js'
import type { MetricValues } from '../model/metrics.js'
import { betterSibling } from './sibling-first.js'

const LCP = 'largest-contentful-paint'
const FCP = 'first-contentful-paint'
const effect = (metric: typeof LCP | typeof FCP, low: number, high: number): EstimatedEffect => ({
  metric,
  profile: 'mobile',
  change: (low + high) / 2,
  low,
  high,
})
const sibling = (id: string, predicted: MetricValues) => ({ id, predicted }) as Candidate

it('a sibling goes first where even the best that is expected is worse than its prediction', () => {
  const better = sibling('better', { [LCP]: -20 })
  expect(betterSibling([effect(LCP, -5, 5)], [sibling('alike', { [LCP]: 0 }), better])).toBe(better)
  expect(betterSibling([effect(LCP, -25, -15)], [better])).toBe(null)
  // Better in something else: which of the two is better is not for an estimate to say.
  expect(
    betterSibling([effect(LCP, -5, 5), effect(FCP, -30, -20)], [sibling('other', { [LCP]: -20, [FCP]: -1 })]),
  ).toBe(null)
  expect(betterSibling([effect(LCP, -5, 5)], [sibling('silent', { 'total-transfer-size': -50 })])).toBe(null)
  expect(betterSibling([], [better])).toBe(null)
})
