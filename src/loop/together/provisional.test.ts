import { expect, it } from 'vitest'
import type { Verdict } from '../../model/experiment.js'
import type { AutomatedOptimizationResult } from '../../model/session.js'
import { notUpheld, PROVISIONAL, provedTogether, withWhole } from './provisional.js'

const whole: Verdict = { ...PROVISIONAL, reason: 'LCP is 40 % better.', blocks: 5, alphaSpent: 0.004 }

it('of several changes that one proof upheld, none has the figures of the whole for its own', () => {
  const verdict = provedTogether({ verdict: whole }, ['Deferred Scripts', 'Text before Fonts'])
  expect(verdict).toMatchObject({ outcome: 'kept', effects: [], judgements: [], blocks: 5, alphaSpent: 0 })
  expect(verdict.reason).toBe(
    'Proved as one change with Deferred Scripts and Text before Fonts, not by itself. Of the whole: LCP is 40 % better.',
  )
  expect(provedTogether({ verdict: whole }, []).reason).toBe('Proved in the final run: LCP is 40 % better.')
})

it('a result is told of the whole in its provisional trial alone', () => {
  const failed = { verdict: { outcome: 'rejected' }, commit: null }
  const result = {
    execution: { trials: [failed, { verdict: PROVISIONAL, commit: 'a' }] },
    validation: { success: true },
    performance: { improvement: { performanceGain: 0, effects: [] } },
  } as unknown as AutomatedOptimizationResult
  const verdict = provedTogether({ verdict: whole }, ['Other'])
  const told = withWhole(result, verdict, { baseline: { 'load-time': 2 }, optimized: { 'load-time': 1 } })
  expect(told.execution.trials).toEqual([failed, { verdict, commit: 'a' }])
  expect(told.validation).toMatchObject({ verdict, postOptimizationMetrics: { 'load-time': 1 } })
  expect(told.performance).toMatchObject({ baseline: { 'load-time': 2 }, optimized: { 'load-time': 1 } })
})

it('what was put back with the whole says what the proof found, and what was found without it says nothing of it', () => {
  const breakages = [{ check: 'text', page: 'home', message: 'gone' }] as const
  const broken = notUpheld({
    verdict: { ...whole, outcome: 'rejected', reason: 'Broken (text) on home: gone.', breakages },
  })
  expect(broken).toMatchObject({ outcome: 'rejected', breakages })
  expect(broken.reason).toBe(
    'There was no time to prove it by itself, and the whole was not proved: Broken (text) on home: gone.',
  )
  expect(notUpheld({ verdict: { ...whole, breakages } })).toMatchObject({ outcome: 'rejected', breakages: [] })
  const undecided = notUpheld({ verdict: { ...whole, outcome: 'inconclusive', wouldTake: 'about 3 minutes' } })
  expect(undecided).toMatchObject({ outcome: 'inconclusive', wouldTake: 'about 3 minutes' })
})
