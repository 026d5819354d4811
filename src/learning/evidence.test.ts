import { describe, expect, it } from 'vitest'
import type { AutomatedOptimizer } from '../model/optimizer.js'
import type { StrategyOutcome } from './belief.js'
import { evidenceFor, learns } from './evidence.js'

const optimizer = (
  learning: Partial<AutomatedOptimizer['learning']> = {},
  automation: Partial<AutomatedOptimizer['automation']> = {},
) =>
  ({
    id: 'bundle-optimizer',
    strategies: [{ id: 'code-splitting' }],
    automation: { learningEnabled: true, ...automation },
    learning: {
      algorithm: 'reinforcement-learning',
      features: ['optimization-outcomes'],
      updateFrequency: 'continuous',
      adaptationStrategy: 'progressive',
      ...learning,
    },
  }) as unknown as AutomatedOptimizer

const outcome = (observed: number, strategyId = 'code-splitting'): StrategyOutcome => ({
  strategyId,
  targetId: 'shop',
  features: {},
  predicted: {},
  observed: { 'load-time': observed },
})
const earlier = [outcome(-10), outcome(-20)]
const now = [...earlier, outcome(-30)]

describe('what beliefs learn from', () => {
  it('is every outcome of a strategy that some optimizer has, as soon as it is known', () => {
    expect(evidenceFor([optimizer()], [...now, outcome(-90, 'unknown')], earlier)).toEqual(now)
  })

  it.each([
    ['learning is switched off', optimizer({}, { learningEnabled: false })],
    ['there is no algorithm', optimizer({ algorithm: 'none' })],
    ['outcomes are no feature', optimizer({ features: ['user-behavior'] })],
  ])('is nothing where %s', (_, one) => {
    expect(evidenceFor([one], now, earlier)).toEqual([])
  })

  it('is what was known before the session, where it is updated once a session', () => {
    expect(evidenceFor([optimizer({ updateFrequency: 'per-session' })], now, earlier)).toEqual(earlier)
  })

  it('is the latest outcome alone, where adaptation is immediate', () => {
    expect(evidenceFor([optimizer({ adaptationStrategy: 'immediate' })], now, earlier)).toEqual([outcome(-30)])
  })

  it('is remembered only where an optimizer learns', () => {
    expect(
      [optimizer(), optimizer({ algorithm: 'none' }), optimizer({}, { learningEnabled: false })].map(learns),
    ).toEqual([true, false, false])
  })
})
