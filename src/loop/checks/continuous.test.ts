import { describe, expect, it } from 'vitest'
import { seedOptimizers } from '../../../test/contract/seed-optimizer.js'
import { describeDue } from './continuous.js'

const [optimizer] = seedOptimizers
const [splitting, pictures] = optimizer!.strategies
const plan = { optimizer: optimizer!, strategy: splitting! }

describe('what is due once a change is live', () => {
  it('performance: the manifest’s metrics, limits and durations', () => {
    const due = describeDue('performance-monitoring', plan)
    expect(due).toContain('for 24h as validation and 7d as a watch')
    expect(due).toContain('with alerts; at ')
    expect(due).toContain('Load time 10 % worse or anything of it 5 % worse')
    expect(due).toContain('the change is rolled back (performance-degradation)')
  })

  it('errors: the limit of the manifest’s trigger, else that of before', () => {
    expect(describeDue('error-rate-tracking', plan)).toContain('above 5 %, the change is rolled back')
    const none = { ...splitting!, validation: { ...splitting!.validation, rollbackTriggers: [] } }
    expect(describeDue('error-rate-tracking', { ...plan, strategy: none })).toContain('more than before the change')
    const failing = describeDue('error-rate-tracking', { ...plan, strategy: pictures! })
    expect(failing).toContain('above 2 %')
    expect(failing).toContain('for 48h as validation and 14d as a watch')
  })

  it('satisfaction: the business metrics and what is expected of them, else what visitors feel', () => {
    expect(describeDue('user-satisfaction-measurement', plan)).toMatch(/expected \+5 %.*business-metric-decline/)
    expect(describeDue('user-satisfaction-measurement', { ...plan, strategy: pictures! })).toContain('expected −15 %')
    const none = { ...splitting!, impact: { ...splitting!.impact, businessValue: {} } }
    expect(describeDue('user-satisfaction-measurement', { ...plan, strategy: none })).toContain(
      'Largest Contentful Paint, ',
    )
  })

  it('nothing is said to roll back by itself where the manifest does not let it', () => {
    for (const rollback of [
      { ...optimizer!.rollback, automatic: false },
      { ...optimizer!.rollback, triggers: [] },
    ])
      expect(describeDue('performance-monitoring', { ...plan, optimizer: { ...optimizer!, rollback } })).toContain(
        'a person is asked',
      )
    const quiet = { ...splitting!, monitoring: { ...splitting!.monitoring, alerting: false } }
    expect(describeDue('performance-monitoring', { ...plan, strategy: quiet })).toContain('without alerts')
  })
})
