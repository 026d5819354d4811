import { expect, it } from 'vitest'
import type { AutomatedOptimizationResult, FinalProof } from '../../model/session.js'
import { PROVISIONAL } from './provisional.js'
import { tellResults } from './tell-whole.js'
import type { UntimedChange } from './untimed-change.js'

const change = (sha: string, strategyId: string): UntimedChange => ({
  sha,
  strategyId,
  name: strategyId,
  risk: 'low',
  criteria: [],
  rollbackTriggers: [],
  measured: {},
})

const result = (strategyId: string, commit: string): AutomatedOptimizationResult =>
  ({
    strategy: { id: strategyId },
    execution: { trials: [{ commit, verdict: PROVISIONAL }] },
    validation: {},
    performance: {},
  }) as unknown as AutomatedOptimizationResult

it('each result is told of its own change, and one of another target by the same strategy is left alone', () => {
  const proof = {
    verdict: { ...PROVISIONAL, reason: 'LCP is 40 % better.' },
    dropped: ['b'],
    baseline: { 'load-time': 2 },
    optimized: { 'load-time': 1 },
  } as unknown as FinalProof
  const others = result('pictures', 'z')
  const told = tellResults({
    changes: [change('a', 'pictures'), change('b', 'scripts')],
    proof,
    results: [others, result('pictures', 'a'), result('scripts', 'b')],
  })
  expect(told[0]).toBe(others)
  expect(told.slice(1).map(one => [one.validation.verdict.outcome, one.performance.optimized])).toEqual([
    ['kept', { 'load-time': 1 }],
    ['rejected', { 'load-time': 2 }],
  ])
})
