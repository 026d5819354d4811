import { expect, test } from 'vitest'
import type { AutomatedOptimizationResult } from '../model/session.js'
import { isDropped, optimizationResult, type ResultInput, takenBack } from './result.js'

const kept = {
  id: 'r1',
  success: true,
  execution: { trials: [{ commit: null }, { commit: 'a1' }], restored: true, rollbacks: 1 },
  validation: {
    success: true,
    continuous: [{ name: 'performance-monitoring', due: 'on real visits, for 7d after the change is live' }],
    postOptimizationMetrics: { 'load-time': 900 },
  },
  performance: {
    baseline: { 'load-time': 1_000 },
    optimized: { 'load-time': 900 },
    improvement: { performanceGain: 10, effects: [{ metric: 'load-time' }] },
  },
} as unknown as AutomatedOptimizationResult

test('a change that the final proof drops is no success: nothing is gained, watched or due', () => {
  expect([isDropped(kept, ['a1']), isDropped(kept, ['b2']), isDropped(kept, [])]).toEqual([true, false, false])
  expect(takenBack(kept)).toMatchObject({
    id: 'r1',
    success: false,
    execution: { rollbacks: 2 },
    validation: {
      success: false,
      continuous: [{ name: 'performance-monitoring', due: 'nothing was kept' }],
      postOptimizationMetrics: { 'load-time': 1_000 },
    },
    performance: { optimized: { 'load-time': 1_000 }, improvement: { performanceGain: 0, effects: [] } },
  })
})

test('the plan of a result says of each setting what the builds of the candidates showed', () => {
  const proposed = { key: 'groups.common', effect: 'acts', note: 'proposed' } as const
  const shown = { ...proposed, effect: 'without-effect', note: 'the group made no chunk' } as const
  const trial = { candidate: { id: 'groups' }, applied: { refusals: [], settings: [shown] }, verdict: {}, commit: null }
  const strategy = { id: 'split', name: 'Split', risks: { level: 'low', factors: [], mitigation: [] } }
  const result = optimizationResult({
    optimizer: { id: 'o', target: { metrics: [] }, validation: { postOptimization: [], continuous: [] } },
    context: {},
    opportunity: { strategy, settings: [proposed] },
    run: { trials: [trial], next: null, verdict: {} },
    before: {},
    after: {},
    started: 0,
  } as unknown as ResultInput)
  expect(result.plan.settings).toEqual([shown])
})
