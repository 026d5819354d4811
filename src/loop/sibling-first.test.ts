import { expect, it, test } from 'vitest'
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
const candidate = (id: string, predicted: MetricValues = {}) => ({ id, predicted }) as Candidate
const first = candidate('first')
const estimated = (...effects: EstimatedEffect[]) => new Map([['first', effects]])

it('a sibling goes first where even the best that is expected is worse than its prediction', () => {
  const better = candidate('better', { [LCP]: -20 })
  expect(betterSibling(first, [candidate('alike', { [LCP]: 0 }), better], estimated(effect(LCP, -5, 5)))).toBe(better)
  expect(betterSibling(first, [better], estimated(effect(LCP, -25, -15)))).toBe(null)
  // Better in something else: which of the two is better is not for an estimate to say.
  const other = candidate('other', { [LCP]: -20, [FCP]: -1 })
  expect(betterSibling(first, [other], estimated(effect(LCP, -5, 5), effect(FCP, -30, -20)))).toBe(null)
  const silent = candidate('silent', { 'total-transfer-size': -50 })
  expect(betterSibling(first, [silent], estimated(effect(LCP, -5, 5)))).toBe(null)
  expect(betterSibling(first, [better], new Map())).toBe(null)
})

it('a sibling that was estimated is held by that, whatever was predicted for it', () => {
  const promising = candidate('promising', { [LCP]: -40 })
  const plain = candidate('plain', { [LCP]: -2 })
  const both = new Map([
    ['first', [effect(LCP, -20, -10)]],
    ['promising', [effect(LCP, -8, -2)]],
    ['plain', [effect(LCP, -40, -30)]],
  ])
  expect(betterSibling(first, [promising], both)).toBe(null)
  expect(betterSibling(promising, [first], both)).toBe(first)
  expect(betterSibling(first, [promising, plain], both)).toBe(plain)
})

test('with estimates of all of them, the turns come to an end, and the best has the first', () => {
  const estimates = new Map([
    ['a', [effect(LCP, -8, -2)]],
    ['b', [effect(LCP, -20, -10)]],
    ['c', [effect(LCP, -18, -9)]],
    ['d', [effect(LCP, -60, -40)]],
  ])
  const waiting = ['a', 'b', 'c', 'd'].map(id => candidate(id))
  const turns: string[] = []
  for (let moved = 0; waiting.length > 0; ) {
    const next = waiting.shift()!
    const better = betterSibling(next, waiting, estimates)
    if (better === null) turns.push(next.id)
    else {
      waiting.splice(waiting.indexOf(better) + 1, 0, next)
      expect(++moved).toBeLessThan(20)
    }
  }
  expect(turns[0]).toBe('d')
  expect(turns.at(-1)).toBe('a')
})
