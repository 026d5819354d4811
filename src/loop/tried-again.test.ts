import { describe, expect, it } from 'vitest'
import { emptyLedger, spendAlpha } from '../experiment/index.js'
import type { Effect, Judgement, Verdict } from '../model/experiment.js'
import type { MetricName } from '../model/metrics.js'
import type { OptimizationOpportunity } from '../model/session.js'
import { asAnotherTry, rejectedFor, triedAgain } from './tried-again.js'

const effect = (metric: MetricName, low: number, high: number, page = '*') =>
  ({ metric, page, low, high }) as unknown as Effect
const CLS = effect('cumulative-layout-shift', 0.02, 0.05, 'home')
const judgement = (kind: Judgement['kind'], outcome: Judgement['outcome'], of?: Effect) =>
  ({ kind, outcome, requirement: kind, evidence: '', ...(of && { effect: of }) }) as Judgement
const verdict = (judgements: Judgement[], more: Partial<Verdict> = {}) =>
  ({ outcome: 'rejected', breakages: [], judgements, ...more }) as unknown as Verdict

describe('what was rejected for a metric that got worse', () => {
  it('is known by that metric', () => {
    expect(rejectedFor(verdict([judgement('criterion', 'met'), judgement('guard', 'unmet', CLS)]))).toEqual({
      metric: 'cumulative-layout-shift',
    })
  })

  it.each<[string, Verdict]>([
    [
      'broke something',
      verdict([judgement('guard', 'unmet', CLS)], { breakages: [{ check: 'text', page: 'home', message: 'gone' }] }),
    ],
    ['gained nothing', verdict([judgement('felt', 'unmet', CLS)])],
    ['missed a criterion as well', verdict([judgement('guard', 'unmet', CLS), judgement('criterion', 'unmet')])],
    ['was not decided', verdict([judgement('guard', 'undecided', CLS)], { outcome: 'inconclusive' })],
  ])('is not what %s', (_, of) => expect(rejectedFor(of)).toBeNull())

  it('is tried once more where a kept change is shown to make that metric better, and only then', () => {
    const rejected = new Map([['styles', { metric: 'cumulative-layout-shift' as const }]])
    expect(triedAgain(rejected, { effects: [effect('cumulative-layout-shift', -0.1, -0.06)] })).toEqual(['styles'])
    expect(triedAgain(rejected, { effects: [effect('cumulative-layout-shift', -0.1, 0.01)] })).toEqual([])
    expect(triedAgain(rejected, { effects: [effect('largest-contentful-paint', -0.3, -0.2)] })).toEqual([])
  })

  it('pays for it: its candidate has an entry of its own in the ledger', () => {
    const opportunity = { candidates: [{ id: 'inline' }], reason: 'It applies.' } as unknown as OptimizationOpportunity
    const again = asAnotherTry(opportunity, { metric: 'cumulative-layout-shift' })
    expect(again.reason).toContain('rejected before for Cumulative Layout Shift')
    const first = spendAlpha(emptyLedger(0.005), 'styles.inline')
    const second = spendAlpha(first.ledger, `styles.${again.candidates[0]!.id}`)
    expect(second.ledger.spent).toHaveLength(2)
    expect(second.alpha).toBeLessThan(first.alpha)
  })
})
