import { describe, expect, it } from 'vitest'
import type { OptimizationOpportunity } from '../model/session.js'
import { reasonAgainst } from './propose.js'

type Against = Parameters<typeof reasonAgainst>[0]
const noisy: OptimizationOpportunity['prerequisites'][number] = {
  check: { type: 'metric', requirement: 'baseline-performance-data', duration: '7d' },
  met: false,
  reason: 'no steady lab baseline',
  remedy: 'Measure on a quieter machine.',
}
const candidate = { id: 'a', title: 'All', settings: {}, predicted: {}, basis: 'counted' }
const against = (over: Partial<Against>) =>
  reasonAgainst({ candidates: [], refusals: [], prerequisites: [], ...over }, 'the conditions hold')

describe('why a strategy whose conditions hold is not tried', () => {
  it('says first that there is nothing to change: a quieter machine would not help then', () => {
    expect(
      against({ refusals: [{ subject: 'site', reason: 'it has no build by webpack' }], prerequisites: [noisy] }),
    ).toBe('Nothing it can change safely: site: it has no build by webpack')
  })

  it('asks for the prerequisite where there is something to change', () => {
    const refusals = [{ subject: 'logo.svg', reason: 'already small' }]
    expect(against({ candidates: [candidate], refusals, prerequisites: [noisy] })).toBe(
      'Prerequisite not met: no steady lab baseline. Measure on a quieter machine.',
    )
    expect(against({ prerequisites: [noisy] })).toContain('Prerequisite not met')
  })

  it('says so where nothing was found', () => {
    expect(against({})).toBe('Found nothing to change.')
    expect(against({ candidates: [candidate] })).toBe('the conditions hold')
  })
})
