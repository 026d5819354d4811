import { describe, expect, it, test } from 'vitest'
import type { Candidate } from '../model/actuator.js'
import type { EstimatedEffect } from '../model/estimate.js'
import type { MetricValues } from '../model/metrics.js'
import { betterSiblings, Turns } from './sibling-first.js'

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
  expect(betterSiblings(first, [candidate('alike', { [LCP]: 0 }), better], estimated(effect(LCP, -5, 5)))).toEqual([
    better,
  ])
  expect(betterSiblings(first, [better], estimated(effect(LCP, -25, -15)))).toEqual([])
  // Better in something else: which of the two is better is not for an estimate to say.
  const other = candidate('other', { [LCP]: -20, [FCP]: -1 })
  expect(betterSiblings(first, [other], estimated(effect(LCP, -5, 5), effect(FCP, -30, -20)))).toEqual([])
  const silent = candidate('silent', { 'total-transfer-size': -50 })
  expect(betterSiblings(first, [silent], estimated(effect(LCP, -5, 5)))).toEqual([])
  expect(betterSiblings(first, [better], new Map())).toEqual([])
})

it('a sibling that was estimated is held by that, whatever was predicted for it', () => {
  const promising = candidate('promising', { [LCP]: -40 })
  const plain = candidate('plain', { [LCP]: -2 })
  const both = new Map([
    ['first', [effect(LCP, -20, -10)]],
    ['promising', [effect(LCP, -8, -2)]],
    ['plain', [effect(LCP, -40, -30)]],
  ])
  expect(betterSiblings(first, [promising], both)).toEqual([])
  expect(betterSiblings(promising, [first], both)).toEqual([first])
  expect(betterSiblings(first, [promising, plain], both)).toEqual([plain])
})

describe('turns', () => {
  const turnsOf = (estimates: Readonly<Record<string, readonly EstimatedEffect[]>>): string[] => {
    const turns = new Turns(Object.keys(estimates).map(id => candidate(id, { [LCP]: -50, [FCP]: -50 })))
    const taken: string[] = []
    for (let moved = 0, next = turns.take(); next !== undefined; next = turns.take()) {
      turns.estimated(next, estimates[next.id]!)
      if (turns.defer(next) === null) taken.push(next.id)
      else expect(++moved).toBeLessThan(20)
    }
    return taken
  }

  test('with estimates of all of them, the best has the first, the worst the last', () => {
    const taken = turnsOf({
      a: [effect(LCP, -8, -2)],
      b: [effect(LCP, -20, -10)],
      c: [effect(LCP, -18, -9)],
      d: [effect(LCP, -60, -40)],
    })
    expect(taken[0]).toBe('d')
    expect(taken.at(-1)).toBe('a')
  })

  test('of two that each look better than the other, both have their turn', () => {
    const [large, small] = [
      { change: -26, low: -34.1, high: -16.9 },
      { change: -18, low: -25.1, high: -10.3 },
    ]
    const of = (metric: typeof LCP | typeof FCP, size: object) => ({ ...effect(metric, 0, 0), ...size })
    expect(turnsOf({ a: [of(LCP, small), of(FCP, large)], b: [of(LCP, large), of(FCP, small)] })).toHaveLength(2)
  })
})
