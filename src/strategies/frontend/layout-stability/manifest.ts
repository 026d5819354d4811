import type { OptimizationStrategy } from '../../../model/strategy.js'

export const manifest: OptimizationStrategy<'layout-stability'> = {
  id: 'layout-stability',
  name: 'Pages That Stay Where They Are',
  description: 'Hold the places of pictures, and of what scripts fill, before they are there',
  category: 'visual-stability',
  // Twice the least that a visitor is taken to feel: below it no gain could be shown.
  applicability: {
    conditions: [{ metric: 'cumulative-layout-shift', operator: '>', threshold: 0.02 }],
    composition: 'and',
  },
  implementation: {
    type: 'layout-stability',
    configuration: {
      dimensions: { ratioInStyle: true },
      reservedHeight: { minimum: 20 },
      minimumShift: 0.01,
    },
    automation: {
      detection: 'layout-shift-entries',
      safety: 'tried-in-page',
      validation: 'performance-comparison',
    },
  },
  impact: {
    metrics: [{ name: 'cumulative-layout-shift', expectedChange: -50, unit: 'percentage' }],
    businessValue: { userExperience: 0.15, seoScore: 0.05 },
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
