import type { OptimizationStrategy } from '../../../model/strategy.js'

export const manifest: OptimizationStrategy<'font-fallbacks'> = {
  id: 'font-fallbacks',
  name: 'Fonts That Change without a Jump',
  description: 'Give the font that is shown first the measures of the one that comes',
  category: 'visual-stability',
  // Below it no gain could be shown.
  applicability: {
    conditions: [{ metric: 'cumulative-layout-shift', operator: '>', threshold: 0.02 }],
    composition: 'and',
  },
  implementation: {
    type: 'font-fallbacks',
    configuration: { minimumShift: 0.01, leaveFamilies: [] },
    automation: { detection: 'layout-shift-entries', metrics: 'font-tables', validation: 'performance-comparison' },
  },
  impact: {
    metrics: [{ name: 'cumulative-layout-shift', expectedChange: -30, unit: 'percentage' }],
    businessValue: { userExperience: 0.1 },
  },
  risks: {
    level: 'low',
    factors: ['quality-degradation'],
    mitigation: ['thorough-testing', 'performance-monitoring'],
  },
  prerequisites: [{ type: 'metric', requirement: 'baseline-performance-data', duration: '7d' }],
  validation: {
    criteria: [{ metric: 'no-functionality-regression', required: true }],
    duration: '24h',
    rollbackTriggers: [
      { metric: 'error-rate', threshold: 0.05 },
      { metric: 'largest-contentful-paint', degradation: 0.05 },
    ],
  },
  monitoring: {
    metrics: ['cumulative-layout-shift', 'largest-contentful-paint', 'error-rate'],
    duration: '7d',
    alerting: true,
  },
}
