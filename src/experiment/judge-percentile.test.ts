import { describe, expect, test } from 'vitest'
import type { ValidationCriterion } from '../model/strategy.js'
import { decide } from './decide.js'
import { inputFor, QUIET, runSimulated } from './fixtures/simulate.js'
import { fewestLoads } from './sequential/percentile.js'
import { createRandom } from './statistics/random.js'

const LCP = 'largest-contentful-paint'
const better: ValidationCriterion = { metric: LCP, improvement: 0.1, percentile: 75 }
const atMost: ValidationCriterion = { metric: LCP, maximum: 2500, percentile: 75 }

const runs = (criterion: ValidationCriterion, effect: number, count = 20) =>
  Array.from({ length: count }, (_, i) =>
    runSimulated(
      inputFor({ criteria: [criterion], maxBlocks: 80 }),
      { ...QUIET, [LCP]: { level: 3000, effect: Math.log1p(effect), sd: 0.03 } },
      createRandom(`percentile ${i}`),
    ),
  )

describe('a criterion about a percentile of the loads', () => {
  test('at least 10 % better at p75: kept where it is 30 % better, once there are blocks enough to bound it', () => {
    for (const { outcome, blocks, judgements } of runs(better, -0.3)) {
      expect(outcome).toBe('kept')
      expect(blocks).toBeGreaterThanOrEqual(fewestLoads(0.75, 0.001, 100)!)
      const [criterion] = judgements.filter(({ kind }) => kind === 'criterion')
      expect(criterion).toMatchObject({
        requirement: 'p75 of Largest Contentful Paint over all pages, mobile: at least 10 % better',
        outcome: 'met',
        evidence: expect.stringMatching(
          /3,000 ms → 2,[01]\d\d ms, −\d\d\.\d %; at most 2,\d{3} ms from at least [23],\d{3} ms, \d+ blocks$/,
        ),
      })
    }
  })

  test('not kept where it is only 9 % better; rejected where it is worse', () => {
    expect(runs(better, -0.09).filter(({ outcome }) => outcome === 'kept')).toEqual([])
    for (const { outcome } of runs(better, 0.15)) expect(outcome).toBe('rejected')
  })

  test('a level: kept only where the candidate’s p75 is shown to be at most that', () => {
    for (const { outcome } of runs(atMost, -0.3)) expect(outcome).toBe('kept')
    for (const { outcome, reason } of runs(atMost, -0.08)) {
      expect(outcome).toBe('rejected')
      expect(reason).toMatch(/^p75 of Largest Contentful Paint on home, mobile: at most 2,500 ms: not so/)
    }
  })

  test('nothing is no better than nothing: shift that is zero in all loads of both arms is not improved by a share', () => {
    const criterion: ValidationCriterion = { metric: 'cumulative-layout-shift', improvement: 0.1, percentile: 75 }
    const still = { ...QUIET, 'cumulative-layout-shift': { level: 0, effect: 0, sd: 0 } }
    const verdict = runSimulated(inputFor({ criteria: [criterion], maxBlocks: 40 }), still, createRandom('still'))
    expect(verdict.outcome).not.toBe('kept')
    expect(verdict.judgements.find(({ kind }) => kind === 'criterion')?.evidence).not.toMatch(/NaN/)
  })

  test('given up once not even fast loads alone could show it in the blocks that are left', () => {
    for (const { outcome, blocks, wouldTake } of runs(atMost, -0.18, 5)) {
      expect(outcome).toBe('inconclusive')
      expect(blocks).toBeLessThan(80)
      expect(wouldTake).toMatch(/more blocks, or a larger effect/)
    }
  })

  test('where there may never be blocks enough, nothing is timed, and what it would take is said', () => {
    const answer = decide(inputFor({ criteria: [{ ...better, percentile: 99 }], maxBlocks: 80 }))
    expect(answer).toMatchObject({
      outcome: 'inconclusive',
      blocks: 0,
      reason: expect.stringMatching(/takes \d{3} blocks at least, and there are at most 80/),
      wouldTake: expect.stringMatching(/^\d{3} blocks at least$/),
    })
  })
})
