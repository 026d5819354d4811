import { describe, expect, it } from 'vitest'
import type { Candidate } from '../model/actuator.js'
import type { AutomatedOptimizer } from '../model/optimizer.js'
import type { OptimizationStrategy, RiskLevel } from '../model/strategy.js'
import { decidePolicy } from './policy.js'

const automation = { decisionMaking: 'ml-assisted', approvalRequired: false } as AutomatedOptimizer['automation']
const optimizer = (over: Partial<AutomatedOptimizer['automation']> = {}) =>
  ({ automation: { ...automation, ...over } }) as AutomatedOptimizer
const strategy = (level: RiskLevel) => ({ id: 's', name: 'S', risks: { level } }) as OptimizationStrategy
const candidate = { id: 'c' } as Candidate
const yes = async () => ({ approved: true, by: 'Ada', reason: 'looks fine' })
const no = async () => ({ approved: false, by: 'Ada', reason: 'not today' })

describe('the approval policy', () => {
  it('lets what is neither critical nor marked go ahead without asking', async () => {
    const asked: unknown[] = []
    const decision = await decidePolicy(optimizer(), strategy('medium'), candidate, 'x', async request => {
      asked.push(request)
      return no()
    })
    expect(decision).toMatchObject({ allowed: true, rule: 'allowed-by-policy' })
    expect(asked).toEqual([])
  })

  it.each([
    ['approvalRequired', optimizer({ approvalRequired: true }), strategy('low')],
    ['manual decisions', optimizer({ decisionMaking: 'manual' }), strategy('low')],
    ['critical risk', optimizer(), strategy('critical')],
  ])('asks for %s, and does what is answered', async (_, asking, tried) => {
    expect(await decidePolicy(asking, tried, candidate, 'x', yes)).toMatchObject({ allowed: true, rule: 'approved' })
    expect(await decidePolicy(asking, tried, candidate, 'x', no)).toMatchObject({
      allowed: false,
      rule: 'approval-refused',
      reason: 'Refused by Ada: not today',
    })
  })

  it('refuses what needs approval where there is nobody to ask', async () => {
    const decision = await decidePolicy(
      optimizer({ approvalRequired: true }),
      strategy('low'),
      candidate,
      'x',
      undefined,
    )
    expect(decision).toMatchObject({ allowed: false, rule: 'approval-missing' })
  })
})
