import { describe, expect, it } from 'vitest'
import type { Judgement } from '../../model/experiment.js'
import { demandsOf, suspectOf, type UntimedChange } from './untimed-change.js'

const change = (strategyId: string, rest: Partial<UntimedChange> = {}): UntimedChange => ({
  sha: strategyId,
  strategyId,
  name: strategyId,
  risk: 'low',
  criteria: [{ metric: 'no-functionality-regression', required: true }],
  rollbackTriggers: [],
  measured: {},
  ...rest,
})

const judgement = (requirement: string, outcome: Judgement['outcome'] = 'unmet'): Judgement => ({
  kind: 'criterion',
  requirement,
  outcome,
  evidence: '',
})

describe('what is to be shown of several changes as one', () => {
  it('is all that each demands, once', () => {
    const fcp = { metric: 'first-contentful-paint', improvement: 0.05 } as const
    const { criteria } = demandsOf([
      change('scripts', { criteria: [fcp, { metric: 'no-functionality-regression', required: true }] }),
      change('styles', { criteria: [fcp, { metric: 'first-contentful-paint', improvement: 0.03 }] }),
    ])
    expect(criteria).toEqual([
      fcp,
      { metric: 'no-functionality-regression', required: true },
      { metric: 'first-contentful-paint', improvement: 0.03 },
    ])
  })

  it('is the worst that one of them measured', () => {
    const { actuatorMeasured } = demandsOf([
      change('a', { measured: { 'image-quality-score': 0.9, 'compatibility-issues': 1 } }),
      change('b', { measured: { 'image-quality-score': 0.8, 'compatibility-issues': 0 } }),
      change('c', { measured: { 'compatibility-score': 1 } }),
    ])
    expect(actuatorMeasured).toEqual({
      'image-quality-score': 0.8,
      'compatibility-issues': 1,
      'compatibility-score': 1,
    })
  })
})

describe('which change goes where the whole is not upheld', () => {
  it('is one whose own demand is not met', () => {
    const loads = change('loads', { criteria: [{ metric: 'load-time', improvement: 0.1 }] })
    const changes = [loads, change('risky', { risk: 'high' })]
    const suspect = (outcome: Judgement['outcome']) =>
      suspectOf({ outcome: 'rejected', judgements: [judgement('Load time at least 10 % better', outcome)] }, changes)
    expect(suspect('unmet')).toBe(loads)
    expect(suspect('met')?.strategyId).toBe('risky')
  })

  it('is the latest of those of the most risk where something is broken', () => {
    const changes = [change('a', { risk: 'medium' }), change('b', { risk: 'medium' }), change('c')]
    const broken = judgement('Nothing broken')
    expect(suspectOf({ outcome: 'rejected', judgements: [broken] }, changes)?.strategyId).toBe('b')
  })

  it('is one whose own demand was not decided, and none where that is demanded by all or by none', () => {
    const loads = change('loads', { criteria: [{ metric: 'load-time', improvement: 0.1 }] })
    const undecided = {
      outcome: 'inconclusive' as const,
      judgements: [judgement('Load time at least 10 % better', 'undecided')],
    }
    expect(suspectOf(undecided, [loads, change('risky', { risk: 'high' })])).toBe(loads)
    expect(suspectOf(undecided, [loads])).toBeNull()
    expect(suspectOf(undecided, [change('risky', { risk: 'high' })])).toBeNull()
  })
})
