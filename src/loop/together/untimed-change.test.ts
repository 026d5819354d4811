import { describe, expect, it } from 'vitest'
import type { Judgement } from '../../model/experiment.js'
import { demandsOf, suspectsOf, type UntimedChange } from './untimed-change.js'

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

describe('which changes are suspected where the whole is not upheld', () => {
  const ids = (changes: readonly UntimedChange[]) => changes.map(({ strategyId }) => strategyId)
  const loads = change('loads', { criteria: [{ metric: 'load-time', improvement: 0.1 }] })
  const risky = change('risky', { risk: 'high' })

  it('are first those whose own demand is not met', () => {
    const suspects = (outcome: Judgement['outcome']) =>
      ids(
        suspectsOf({ outcome: 'rejected', judgements: [judgement('Load time at least 10 % better', outcome)] }, [
          loads,
          risky,
        ]),
      )
    expect(suspects('unmet')).toEqual(['loads', 'risky'])
    expect(suspects('met')).toEqual(['risky', 'loads'])
    expect(suspects('undecided')).toEqual(['risky', 'loads'])
  })

  it('are first those of the most risk where something is broken, and of these the latest', () => {
    const changes = [change('a', { risk: 'medium' }), change('b', { risk: 'medium' }), change('c')]
    expect(ids(suspectsOf({ outcome: 'rejected', judgements: [judgement('Nothing broken')] }, changes))).toEqual([
      'b',
      'a',
      'c',
    ])
  })

  it('are first those whose own demand was not decided, where nothing was', () => {
    const undecided = {
      outcome: 'inconclusive' as const,
      judgements: [judgement('Load time at least 10 % better', 'undecided')],
    }
    expect(ids(suspectsOf(undecided, [loads, risky]))).toEqual(['loads', 'risky'])
    expect(ids(suspectsOf(undecided, [change('other'), risky]))).toEqual(['risky', 'other'])
  })
})
